"""Pages of documents and what they order."""
