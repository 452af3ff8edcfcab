"""The firmware measured in emulation: what its converters converted beside what it said."""
