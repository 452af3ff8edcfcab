"""Pages for people to print and keep: one file of HTML each, with everything in it, and no script."""
