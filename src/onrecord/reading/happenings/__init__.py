"""What events are found with: the predicates that name them, their sides, settings and status."""
