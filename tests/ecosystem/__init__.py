"""Published packages are checked, and what is found in them is reviewed and recorded; see README.md."""
