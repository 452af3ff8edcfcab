"""The screen at the step: one more subscriber of the event stream, drawn with Textual."""

import os

os.environ.setdefault("TEXTUAL_FPS", "250")
# Textual waits up to one period of this before it writes what was drawn; how often is for `frames` to say.
