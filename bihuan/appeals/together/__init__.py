"""Pages of matters that several people raised together: seats, never a list of people."""
