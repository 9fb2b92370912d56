"""The text of one description while it is written: lines on levels, columns by tabs.

Follows the prefix writer and the multi-line printers of ``k8s.io/kubectl/pkg/describe/describe.go`` (v1.37).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.terminal.kubectl import ages, tables
from sandbox.engine.terminal.kubectl.describers.events import Said

if TYPE_CHECKING:
    from sandbox.engine.cluster.state import State

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_LONGEST_ANNOTATION = 140


class Description:
    """Lines that are laid out at the end. ``now`` is the virtual time."""

    def __init__(self, state: State, *, shows_events: bool = True) -> None:
        self.state = state
        self.now = state.now
        self.shows_events = shows_events
        self._lines: list[str] = []
        self._flushed = ""

    def line(self, text: str, level: int = 0) -> None:
        """One line, two blanks to the right for each level; a tab ends a column."""
        self._lines.append("  " * level + text)

    def name(self, obj: Object) -> None:
        """Name and namespace."""
        self.line(f"Name:\t{obj.name}")
        if obj.namespace:
            self.line(f"Namespace:\t{obj.namespace}")

    def head(self, obj: Object) -> None:
        """Name, namespace, labels and annotations."""
        self.name(obj)
        self.meta(obj)

    def meta(self, obj: Object) -> None:
        """Labels and annotations."""
        self.labels("Labels", obj.labels)
        self.annotations(obj.annotations)

    def labels(self, title: str, labels: Mapping[str, str] | None, indent: str = "") -> None:
        """``Labels:  a=b`` and a line for each further one."""
        self.several(f"{indent}{title}", [f"{key}={value}" for key, value in sorted((labels or {}).items())], indent)

    def several(self, title: str, values: Iterable[str], indent: str = "") -> None:
        """A title with one value a line; ``<none>`` without any."""
        front = f"{title}:"
        for value in list(values) or ["<none>"]:
            self.line(f"{front}\t{value}")
            front = indent

    def annotations(self, annotations: Mapping[str, str] | None, title: str = "Annotations") -> None:
        """Annotations; long ones and those of several lines stand below their key."""
        front = f"{title}:"
        shown = {key: value for key, value in (annotations or {}).items() if key != LAST_APPLIED}
        if not shown:
            self.line(f"{front}\t<none>")
        for key, value in sorted(shown.items()):
            value = value.removesuffix("\n")
            if len((value + key).encode()) + 2 > _LONGEST_ANNOTATION or "\n" in value:
                self.line(f"{front}\t{key}:")
                for part in value.split("\n"):
                    cut = part if len(part) <= _LONGEST_ANNOTATION - 2 else part[: _LONGEST_ANNOTATION - 2] + "..."
                    self.line(f"\t  {cut}")
            else:
                self.line(f"{front}\t{key}: {value}")
            front = ""

    def tolerations(self, title: str, tolerations: Sequence[Tree] | None, indent: str = "") -> None:
        """``key=value:Effect op=Exists for 300s``, sorted by key."""
        found = sorted(tolerations or (), key=lambda one: one.get("key", ""))
        self.several(f"{indent}{title}", [_toleration(one) for one in found], indent)

    def conditions(self, rows: Iterable[Sequence[Any]], header: str, rule: str = "") -> None:
        """A table below ``Conditions:``."""
        self.line("Conditions:")
        self.line(header, 1)
        if rule:
            self.line(rule, 1)
        for row in rows:
            self.line("\t".join(str(cell) for cell in row), 1)

    def events(self, said: Sequence[Said] = ()) -> None:
        """What has happened to the object."""
        if not self.shows_events:
            return
        if not said:
            self.line("Events:\t<none>")
            return
        self._flushed = tables.laid_out(self._text())
        self._lines = []
        self.line("Events:")
        self.line("Type\tReason\tAge\tFrom\tMessage", 1)
        self.line("----\t------\t----\t----\t-------", 1)
        for one in said:
            self.line(f"Normal\t{one.reason}\t{ages.since(one.time, self.now)}\t{one.source}\t{one.message}", 1)

    def _text(self) -> str:
        return "".join(f"{tables.visible(line)}\n" for line in self._lines)

    def text(self) -> str:
        """The description, laid out."""
        return self._flushed + tables.laid_out(self._text())


def _toleration(one: Tree) -> str:
    text = str(one.get("key", ""))
    if one.get("value"):
        text += f"={one['value']}"
    if one.get("effect"):
        text += f":{one['effect']}"
    if one.get("operator") == "Exists" and not one.get("value"):
        text += " op=Exists" if one.get("key") or one.get("effect") else "op=Exists"
    if one.get("tolerationSeconds") is not None:
        text += f" for {one['tolerationSeconds']}s"
    return text
