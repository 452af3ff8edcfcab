"""What the pages, drawings and tests of ``hardware/`` rest on: one source for each wire, part and load."""
