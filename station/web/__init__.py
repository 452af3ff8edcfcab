"""The kiosk and its view in a browser."""
