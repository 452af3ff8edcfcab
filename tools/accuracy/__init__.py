"""How well the station counts and measures simulated athletes, beside how well it must."""
