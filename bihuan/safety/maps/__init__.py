"""The map: boundaries that an office uploads, and where enterprises and risk points lie."""
