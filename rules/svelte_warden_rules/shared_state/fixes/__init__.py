"""What can be done about a write to shared state."""
