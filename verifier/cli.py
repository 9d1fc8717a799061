"""The command line: each command is a file of `verifier.commands`, imported only when it is called.

Exit codes: 0 all as claimed; 1 something refuted, or a control not refuted; 2 bad usage or bad input; 3 undecided or
error; 130 interrupted (Ctrl-C or SIGTERM). Results go to standard output, progress and the one line of an error to
standard error. What could not be shown changes no verdict: a result that was lost on standard output makes 3 of 0 and
leaves every other code, and what was lost on standard error changes nothing.
"""

import importlib
import pkgutil
import sys
import traceback
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

import click

import verifier.commands
from verifier.ground.errors import VerifierError, one_line
from verifier.ground.interruption import terminated_as_interrupted
from verifier.ground.versions import PROJECT, version_of
from verifier.terminal.streams import Guard, guarded

INTERRUPTED = 130
LOST = 3
"""The exit code where all was well but for the telling."""


class LazyGroup(click.Group):
    """A group whose commands are the modules of `verifier.commands`, each with an object called ``command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the modules: nothing is imported to find them."""
        return sorted(module.name for module in pkgutil.iter_modules(verifier.commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports the one command that is asked for."""
        if cmd_name not in self.list_commands(ctx):
            return None
        loaded = importlib.import_module(f"verifier.commands.{cmd_name}").command
        return loaded if isinstance(loaded, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest name when there is no such command."""
        name, names = args[0], self.list_commands(ctx)
        if not name.startswith("-") and name not in names:
            near = get_close_matches(name, names, n=1, cutoff=0)[0]
            raise click.UsageError(f"no command is called {name!r}; did you mean {near!r}?")
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Runs a command and ends the process with its exit code, errors shown in one line."""
        kwargs["standalone_mode"] = False
        kwargs.setdefault("prog_name", "verifier")
        with guarded() as output:
            try:
                with terminated_as_interrupted():
                    code = exit_code(lambda: super(LazyGroup, self).main(*args, **kwargs))
            except KeyboardInterrupt:  # a second one, while the first was being told
                code = INTERRUPTED
            code = _delivered(code, output)
        sys.exit(code)

    def invoke(self, ctx: click.Context) -> Any:
        """As click does, which would make exit code 1 of a broken pipe, and that means "refuted" here."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as interruption:
            raise click.Abort from interruption
        except BrokenPipeError as error:
            raise VerifierError("a pipe", "its other end was closed", "try again") from error


def _delivered(code: int, output: Guard) -> int:
    """The exit code after all has been said: results that nobody could be shown are not "all as claimed"."""
    sys.stdout.flush()
    if not (output.lost and output.written):
        return code
    if not output.reader_gone:
        _report(f"standard output: {output.lost}; what was to be shown there is lost, files were written", 3)
    return code or LOST


def exit_code(action: Callable[[], object]) -> int:
    """Runs `action` and says how it ended; a defect of the program itself is an error (3), never a refutation (1)."""
    try:
        answer = action()
        return answer if isinstance(answer, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        return _report(one_line(error.format_message()), 2)
    except VerifierError as error:
        return _report(str(error), error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        return _report("interrupted", INTERRUPTED)
    except MemoryError:
        return _report("the memory does not suffice; ask for less", 3)
    except Exception:
        traceback.print_exc()
        return _report("this is a defect of the verifier, not a verdict", 3)


def _report(line: str, code: int) -> int:
    click.echo(f"verifier: {line}", err=True)
    return code


def _tell_version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(f"verifier {version_of(PROJECT)}")
        context.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_tell_version, help="Show the version."
)
def main() -> None:
    """Checks, link by link and by machine, why small-step gradient descent on a linear RNN extrapolates."""


if __name__ == "__main__":
    main()
