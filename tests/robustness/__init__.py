"""Bad input is survived."""
