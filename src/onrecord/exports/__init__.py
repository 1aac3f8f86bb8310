"""What other programs take: a file a format, each a function from records to lines."""
