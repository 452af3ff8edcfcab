"""The kiosk and its view in a browser, through textual-serve; needs the extra ``web``."""
