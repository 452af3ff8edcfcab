"""The coach's view: a running kiosk seen from elsewhere. It shows everything and touches nothing."""
