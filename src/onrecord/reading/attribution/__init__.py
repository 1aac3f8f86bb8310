"""What is read off the words of a statement: quotation marks, cues, and where a phrase begins and ends."""
