"""Pages and addresses of the field."""
