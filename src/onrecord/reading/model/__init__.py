"""The encoder and what is read off it: words, windows, tags and links, with the weights beside them."""
