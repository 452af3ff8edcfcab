"""What the screens are made of; everything that moves is drawn on Textual's line API."""
