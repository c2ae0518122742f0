"""Pages of templates, texts and printing."""
