"""What statements are found with: quotation marks, cues, what they govern, and where it begins and ends."""
