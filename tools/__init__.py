"""Programs for those who work on the station; not part of what is installed."""
