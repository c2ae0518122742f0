"""The accountability trace: which office held what, on which day, and which clock it let run out.

It names what the record shows and judges nobody. It follows offices and officials, never those who appeal.
"""
