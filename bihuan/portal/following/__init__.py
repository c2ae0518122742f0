"""What somebody sees of their case with number and code."""
