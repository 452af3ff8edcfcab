"""The screen at the step: one more subscriber of the event stream, drawn with Textual."""
