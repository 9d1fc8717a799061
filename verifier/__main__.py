"""``python -m verifier`` is ``verifier``: the process from its first moment to its last."""

import atexit
import os
import signal
from types import FrameType

INTERRUPTED = 130
SIGNALS = (signal.SIGINT, signal.SIGTERM)


def main() -> None:
    """Runs the command line; an interruption while it is being loaded, or after its end, is no traceback either."""
    before = signal.getsignal(signal.SIGINT)
    _leave_on_signals(INTERRUPTED)
    from verifier.cli import main as command_line

    signal.signal(signal.SIGINT, before)  # SIGTERM is left so for what is outside of the command line's own care
    try:
        command_line()
    except KeyboardInterrupt:
        os._exit(INTERRUPTED)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else INTERRUPTED
        _leave_on_signals(code)
        atexit._run_exitfuncs()
        # All is said and written. Python's own end would take the handlers away first, and die of a signal then; and it
        # would call an interruption -SIGINT where that met an `exec`, in a dataclass say.
        os._exit(code)


def _leave_on_signals(code: int) -> None:
    """There is nothing to keep: the process ends at once. A signal that is ignored (nohup) stays so."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        os._exit(code)

    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, leave)


if __name__ == "__main__":
    main()
