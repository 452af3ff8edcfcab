"""Where stored results go besides the disk."""
