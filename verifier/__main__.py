"""``python -m verifier`` is ``verifier``: the process from its first moment to its last."""

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
        if code == INTERRUPTED:  # Python would call it -SIGINT where the interruption met an `exec`, in a dataclass say
            os._exit(code)
        _leave_on_signals(code)
        raise


def _leave_on_signals(code: int) -> None:
    """There is nothing to keep: the process ends at once. A signal that is ignored (nohup) stays so."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        os._exit(code)

    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, leave)


if __name__ == "__main__":
    main()
