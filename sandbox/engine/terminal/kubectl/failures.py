"""How kubectl ends when something went wrong, in its own words.

The texts follow ``k8s.io/kubectl/pkg/cmd/util/helpers.go`` (checkErr, StandardErrorMessage,
MultilineError, MultipleErrors; v1.37).
"""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.engine.apiserver.status import Status


class Failure(Exception):
    """kubectl says ``error: <text>`` and exits with ``exit``."""

    def __init__(self, text: str, exit_code: int = 1) -> None:
        super().__init__(text)
        self.text = text
        self.exit = exit_code

    def message(self) -> str:
        """The message among others in an aggregate: without a prefix."""
        return self.text

    def shown(self) -> str:
        """The message as the only one."""
        text = self.text if self.text.startswith("error: ") else f"error: {self.text}"
        return text if text.endswith("\n") else f"{text}\n"


class UsageFailure(Failure):
    """A wrong way to call a command: points to its help."""

    def __init__(self, text: str, command: str) -> None:
        super().__init__(f"{text}\nSee '{command} -h' for help and examples")


class FlagFailure(Failure):
    """An unknown or ill-formed flag."""

    def __init__(self, text: str, command: str) -> None:
        super().__init__(f"{text}\nSee '{command} --help' for usage.")


class Refused(Failure):
    """The API server's refusal. ``doing`` is what kubectl puts in front of its message."""

    def __init__(self, status: Status, doing: str = "") -> None:
        super().__init__(status.message)
        self.status = status
        self.text = f"{doing}: {status.message}" if doing else status.message

    def message(self) -> str:
        if self.status.reason:
            return f"Error from server ({self.status.reason}): {self.text}"
        return f"Error from server: {self.text}"

    def shown(self) -> str:
        if self.status.reason == "Invalid":
            return self._invalid()
        return self.message() + "\n"

    def _invalid(self) -> str:
        status = self.status
        causes = list(dict.fromkeys(f"{error.field}: {error.body}" for error in status.errors))
        if status.kind or status.name:
            said = f'The {status.kind} "{status.name}" is invalid'
        elif not causes and status.message:
            said = f"The request is invalid: {status.message}"
        else:
            said = "The request is invalid"
        if len(causes) > 1:
            return f"{said}: \n" + "".join(f"* {cause}\n" for cause in causes)
        return f"{said}: {causes[0]}\n" if causes else f"{said}\n"


class Several(Failure):
    """More than one failure: each on a line of its own."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        super().__init__("[" + ", ".join(failure.text for failure in failures) + "]")
        self.failures = tuple(failures)

    def shown(self) -> str:
        return "".join(f"{failure.message()}\n" for failure in self.failures)


def together(failures: Sequence[Failure]) -> Failure | None:
    """None, the one, or :class:`Several`."""
    if len(failures) < 2:
        return failures[0] if failures else None
    return Several(failures)
