"""The desks of the offices: review of the higher unit, call-backs of the hotline, what lies open and why."""
