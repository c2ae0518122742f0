"""Forms check shape only; the rules are in `services`."""
