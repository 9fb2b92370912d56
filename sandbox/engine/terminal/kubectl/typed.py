"""A kubectl line that is not finished yet: what is known of it where the cursor stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.engine.api.kind import Kind
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.terminal.kubectl.command import Command
from sandbox.engine.terminal.kubectl.failures import Failure
from sandbox.engine.terminal.kubectl.flags import GLOBAL, Flag
from sandbox.engine.terminal.kubectl.resources import pairs


@dataclass(slots=True)
class Typed:
    """``word`` is what there is of the word at the cursor. ``path`` names the command (``("set", "image")``),
    ``words`` are its arguments, ``given`` its flags' values by name, ``open_flag`` the flag whose value comes next.
    ``behind_dash`` are the words behind ``--``, None without one."""

    state: State
    word: str
    command: Command | None = None
    path: tuple[str, ...] = ()
    words: list[str] = field(default_factory=list)
    given: dict[str, list[str]] = field(default_factory=dict)
    open_flag: Flag | None = None
    behind_dash: list[str] | None = None

    @property
    def known(self) -> tuple[Flag, ...]:
        """The flags that may be given here, each once."""
        own = self.command.flags if self.command is not None else ()
        return tuple({flag.name: flag for flag in (*GLOBAL, *own)}.values())

    @property
    def namespace(self) -> str | None:
        """Whose names are meant; None for all namespaces'."""
        if "all-namespaces" in self.given:
            return None
        return self.given.get("namespace", ["default"])[-1] or "default"

    @property
    def named(self) -> list[tuple[Kind, str]]:
        """The objects that the arguments name so far, as far as they are words of objects."""
        words = [one for one in self.words if "=" not in one]
        try:
            return pairs(words)[1]
        except Failure:
            return []

    @property
    def objects(self) -> list[Object]:
        """The live objects of the kinds that the first argument means."""
        try:
            kinds, named = pairs([one for one in self.words[:1] if one])
        except Failure:
            return []
        found = kinds or [kind for kind, _ in named]
        return [
            obj for kind in found for obj in self.state.all(kind.name, self.namespace if kind.is_namespaced else None)
        ]
