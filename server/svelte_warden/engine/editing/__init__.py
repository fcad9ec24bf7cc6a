"""Building the edits of a fix, over several files, in the style of each."""
