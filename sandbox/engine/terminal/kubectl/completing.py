"""What may stand next in a kubectl line: commands, flags, their values, kinds, names.

It reads :data:`~sandbox.engine.terminal.kubectl.COMMANDS`, the commands' own flags and
``api.KINDS``; what a command's arguments are stands in :data:`ARGUMENTS`, what a flag's value may
be in :data:`~sandbox.engine.terminal.kubectl.flag_values.VALUES`. Both are looked up by name: a
command or a flag that is not in them completes all the same, without those words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from sandbox.engine import api
from sandbox.engine.api.kind import Kind
from sandbox.engine.terminal import kubectl
from sandbox.engine.terminal.kubectl.command import Command
from sandbox.engine.terminal.kubectl.failures import Failure
from sandbox.engine.terminal.kubectl.flag_values import VALUES
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.resources import kinds_of
from sandbox.engine.terminal.kubectl.typed import Typed
from sandbox.engine.terminal.programs import completing as programs
from sandbox.engine.terminal.suggestion import Suggestion

if TYPE_CHECKING:
    from sandbox.engine.running import RunningCluster

Rule = Callable[[Typed], Iterable[Suggestion]]


def suggestions(cluster: RunningCluster, before: list[str], word: str) -> Iterator[Suggestion]:
    """The words that may stand behind ``before`` (without ``kubectl``); ``word`` is what is there of the next one."""
    typed = _read(cluster, before, word)
    if typed is None:
        return
    if typed.behind_dash is not None:
        if typed.path[:1] in (("exec",), ("run",)):
            yield from programs.suggestions(typed.state, typed.namespace, typed.behind_dash, word)
    elif typed.open_flag is not None:
        yield from _values(typed, typed.open_flag, "")
    elif word.startswith("--") and "=" in word:
        name = word[2:].partition("=")[0]
        flag = next((one for one in typed.known if one.name == name), None)
        if flag is not None:
            yield from _values(typed, flag, f"--{name}=")
    elif word.startswith("-"):
        yield from _flags(typed)
    else:
        yield from _words(typed)


def _read(cluster: RunningCluster, before: list[str], word: str) -> Typed | None:
    """The line as far as it is typed; None where its command is none."""
    typed = Typed(cluster.state, word)
    position = 0
    while position < len(before):
        one = before[position]
        position += 1
        if one == "--":
            typed.behind_dash = before[position:]
            return typed
        if one.startswith("-") and one != "-":
            position = _read_flag(typed, one, before, position)
        elif typed.command is None or (typed.command.subcommands and not typed.words):
            below = _below(typed.command, one)
            if below is None and typed.command is None:
                return None
            if below is None:
                typed.words.append(one)
            else:
                typed.command = below
                typed.path = (*typed.path, below.name)
        else:
            typed.words.append(one)
    return typed


def _below(command: Command | None, name: str) -> Command | None:
    if command is None:
        return kubectl.find(name)
    return next((one for one in command.subcommands if name == one.name or name in one.aliases), None)


def _read_flag(typed: Typed, one: str, before: list[str], position: int) -> int:
    """Take note of a flag and its value; the position behind both."""
    long, has_value, value = one.partition("=")
    flag = next((known for known in typed.known if long == f"--{known.name}"), None)
    if flag is None and not one.startswith("--"):
        flag = next((known for known in typed.known if known.short and one.startswith(f"-{known.short}")), None)
        if flag is not None and _takes_value(flag) and len(one) > 2:
            has_value, value = "=", one[2:].removeprefix("=")
    if flag is None:
        return position
    if not has_value and _takes_value(flag):
        if position >= len(before):
            typed.open_flag = flag
            return position
        value = before[position]
        position += 1
    typed.given.setdefault(flag.name, []).append(value)
    return position


def _takes_value(flag: Flag) -> bool:
    return flag.type != "bool" and flag.bare is None


def _values(typed: Typed, flag: Flag, front: str) -> Iterator[Suggestion]:
    rule = VALUES.get(f"{' '.join(typed.path)} {flag.name}") or VALUES.get(flag.name)
    for one in rule(typed) if rule is not None else ():
        yield one._replace(text=front + one.text)


def _flags(typed: Typed) -> Iterator[Suggestion]:
    for flag in sorted(typed.known, key=lambda one: one.name):
        if flag.name in typed.given and flag.type not in ("strings", "array"):
            continue
        about = f"-{flag.short}" if flag.short else ""
        is_whole = not _takes_value(flag)
        yield Suggestion(f"--{flag.name}" if is_whole else f"--{flag.name}=", about, is_whole)
    if typed.word == "-":
        for flag in typed.known:
            if flag.short and flag.name not in typed.given:
                yield Suggestion(f"-{flag.short}", f"--{flag.name}")


def _words(typed: Typed) -> Iterator[Suggestion]:
    if typed.command is None:
        for name in kubectl.ORDER:
            if kubectl.find(name) is not None:
                yield Suggestion(name)
        return
    if typed.command.subcommands and not typed.words:
        for below in typed.command.subcommands:
            yield Suggestion(below.name)
    rule = ARGUMENTS.get(" ".join(typed.path))
    if rule is not None and not typed.given.get("filename"):
        yield from rule(typed)


# --- Arguments ------------------------------------------------------------------------------------


def _resources(*names: str) -> Rule:
    """``KIND NAME…`` or ``KIND/NAME…``; of the named kinds, of all without any."""
    kinds = tuple(kind for kind in api.KINDS if not names or kind.name in names)

    def rule(typed: Typed) -> Iterator[Suggestion]:
        if "/" in typed.word:
            yield from _slashed(typed, kinds)
        elif not typed.words or any("/" in one for one in typed.words):
            yield from _kind_words(typed, kinds, has_slash=bool(typed.words))
        else:
            yield from _names(typed, _meant(typed.words[0]), typed.words[1:])

    return rule


def _kind_words(typed: Typed, kinds: Iterable[Kind], *, has_slash: bool) -> Iterator[Suggestion]:
    """Plurals, and where none of them fits, singulars and short names. Behind ``svc,`` a further kind."""
    front, comma, last = typed.word.rpartition(",")
    front += comma
    plural = [(kind, kind.plural) for kind in kinds if kind.plural.startswith(last)]
    other = [
        (kind, word)
        for kind in kinds
        for word in (kind.singular or kind.name.lower(), *kind.short_names)
        if word.startswith(last)
    ]
    for kind, word in plural or other:
        about = ", ".join(kind.short_names) if word == kind.plural else kind.plural
        yield Suggestion(f"{front}{word}/" if has_slash else f"{front}{word}", about, not has_slash)


def _slashed(typed: Typed, kinds: tuple[Kind, ...]) -> Iterator[Suggestion]:
    word, _, _ = typed.word.partition("/")
    given = [one.partition("/")[2] for one in typed.words if one.startswith(f"{word}/")]
    for one in _names(typed, [kind for kind in _meant(word) if kind in kinds], given):
        yield one._replace(text=f"{word}/{one.text}")


def _meant(words: str) -> list[Kind]:
    try:
        return kinds_of(words)
    except Failure:
        return []


def _names(typed: Typed, kinds: Iterable[Kind], given: Iterable[str]) -> Iterator[Suggestion]:
    taken = set(given)
    for kind in kinds:
        for obj in typed.state.all(kind.name, typed.namespace if kind.is_namespaced else None):
            if obj.name not in taken:
                yield Suggestion(obj.name, kind.name)


def _once(rule: Rule) -> Rule:
    """One argument and no more: ``KIND NAME``, ``KIND/NAME`` or ``POD``."""

    def limited(typed: Typed) -> Iterable[Suggestion]:
        done = 1 if typed.words and "/" in typed.words[0] else 2
        return rule(typed) if len(typed.words) < done else ()

    return limited


def _pods(typed: Typed) -> Iterator[Suggestion]:
    if typed.words:
        return
    if "/" in typed.word:
        yield from _slashed(typed, api.KINDS)
    else:
        yield from _names(typed, _meant("pods"), ())


def _and_keys(field: str) -> Rule:
    """Objects, and behind them the keys that they have."""
    objects = _resources()

    def rule(typed: Typed) -> Iterator[Suggestion]:
        yield from objects(typed)
        if len(typed.words) < 2 and not any("/" in one for one in typed.words):
            return
        for kind, name in typed.named:
            obj = typed.state.get(kind.name, (typed.namespace or "default") if kind.is_namespaced else "", name)
            held = (obj.metadata.get(field) or {}) if obj is not None else {}
            for key, value in held.items():
                yield Suggestion(f"{key}=", f"now {value}" if len(value) < 40 else "", False)
                yield Suggestion(f"{key}-", "take it away")

    return rule


_WORKLOADS = ("Deployment", "DaemonSet", "StatefulSet")

#: What a command's arguments are, by its name (with its subcommand's).
ARGUMENTS: dict[str, Rule] = {
    "annotate": _and_keys("annotations"),
    "delete": _resources(),
    "describe": _resources(),
    "exec": _pods,
    "explain": _once(_resources()),
    "expose": _once(_resources("Pod", "Service", "Deployment", "ReplicaSet")),
    "get": _resources(),
    "label": _and_keys("labels"),
    "patch": _once(_resources()),
    "rollout history": _once(_resources(*_WORKLOADS)),
    "rollout pause": _resources("Deployment"),
    "rollout restart": _resources(*_WORKLOADS),
    "rollout resume": _resources("Deployment"),
    "rollout status": _once(_resources(*_WORKLOADS)),
    "rollout undo": _once(_resources(*_WORKLOADS)),
    "scale": _resources("Deployment", "ReplicaSet", "StatefulSet"),
    "set env": _resources("Pod", "ReplicaSet", "Job", *_WORKLOADS),
    "set image": _resources("Pod", "ReplicaSet", "Job", *_WORKLOADS),
    "set selector": _once(_resources("Service")),
    "taint": _resources("Node"),
    "wait": _resources(),
}
