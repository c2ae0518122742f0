"""What builds and checks the checkout. Not part of the wheel."""
