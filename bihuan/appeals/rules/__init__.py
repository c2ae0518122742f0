"""Dated settings: every figure that a district may set, with its source, from when it holds, and who set it why."""
