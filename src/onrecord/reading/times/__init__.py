"""What expressions of time are read with: the grammar that finds them, and the calendar that gives them values."""
