"""A long session with the language server: whatever happened, it says what a fresh check says, and it does not grow."""
