"""The animated picture on top of README.md: a real run of the kiosk in a real terminal, cut to its scenes.

``python -m tools.demo_picture`` records it anew, takes about three minutes and writes ``docs/images/demo.gif``,
and ``kiosk.png`` beside it. Look at both before they are committed.
"""
