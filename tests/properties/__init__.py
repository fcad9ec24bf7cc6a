"""What holds for every fix, whatever it is applied to."""
