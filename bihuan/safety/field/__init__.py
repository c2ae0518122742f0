"""The inspection on site: a phone without signal, what it sends, and the evidence kept of it."""
