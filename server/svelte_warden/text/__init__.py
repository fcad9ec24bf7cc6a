"""Documents as bytes: lines, columns in three encodings, edits."""
