"""Pages: `front` and `public` for everybody, `filing` and `follow` for whoever files, `staff` for the offices."""
