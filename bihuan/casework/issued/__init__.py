"""What becomes of issued documents: made as files, void and replaced, printed. The documents themselves never change."""
