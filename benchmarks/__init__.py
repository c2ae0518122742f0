"""What is measured, and how to measure it again: `make bench`. `README.md` beside this file explains."""
