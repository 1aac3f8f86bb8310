"""What actors are found with: names, titles and descriptions, and which of them refer to the same one."""
