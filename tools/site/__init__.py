"""What the site needs beyond Sphinx: a tree of pages read from their lists, and links to folders."""
