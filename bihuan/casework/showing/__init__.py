"""What the case page shows, made ready for templates: reads only, no decisions."""
