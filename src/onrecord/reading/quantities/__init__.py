"""What figures are found with: numbers and what they count."""
