"""What one file says, knowing no other file."""
