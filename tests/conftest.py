"""What holds for every test."""

from __future__ import annotations

import signal

for _number in (signal.SIGHUP, signal.SIGINT) if hasattr(signal, "SIGHUP") else ():
    if signal.getsignal(_number) is signal.SIG_IGN:
        # ``nohup``, or a shell that puts the run into the background. A child would inherit it, and a test that
        # ends a command by this signal would wait for ever.
        signal.signal(_number, signal.default_int_handler if _number == signal.SIGINT else signal.SIG_DFL)
