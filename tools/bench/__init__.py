"""``make bench``: what the station costs and how fast it is on this machine; a module a part."""
