"""A scene: objects as trees, and who does what with them. Scenarios build it, mutations change it, questions ask it."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from typing import Any

from quizzes.scenarios import writing

Tree = dict[str, Any]


@dataclass(frozen=True)
class Ask:
    """What a question asks about some manifests. Each kind of question reads the fields that concern it.

    `before` are steps that are carried out first, `told` is how the learner is told of them. `wrong` are results that
    people believe in, of questions whose wrong options follow from the mistake and not from the cluster. `is_of_mode`
    says that what becomes of it differs between kube-proxy's modes.
    """

    caller: str = "pod/client"
    target: str = ""
    port: int = 80
    protocol: str = "TCP"
    names: tuple[str, ...] = ()
    command: str = ""
    before: tuple[Tree, ...] = ()
    told: str = ""
    wrong: tuple[str, ...] = ()
    is_of_mode: bool = False


@dataclass(frozen=True)
class Scene:
    """Manifests as text, and what is asked about them; `repaired` are the manifests without their fault, if any."""

    manifests: str
    ask: Ask
    repaired: str = ""


@dataclass
class Stage:
    """A scene in the making. `subject` is the Service in the middle, `pods` are those that ought to serve it."""

    objects: list[Tree]
    ask: Ask
    subject: Tree
    pods: list[Tree] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)

    def change(self, **columns: Any) -> None:
        """Ask something else."""
        self.ask = replace(self.ask, **columns)

    @property
    def spec(self) -> Tree:
        """The spec of the Service in the middle."""
        spec: Tree = self.subject["spec"]
        return spec

    def find(self, kind: str, name: str) -> Tree:
        """The object of that kind and name."""
        return next(one for one in self.objects if one["kind"] == kind and one["metadata"]["name"] == name)

    def text(self) -> str:
        """The manifests."""
        return writing.documents(self.objects)

    def copy(self) -> Stage:
        """Another one that shares nothing with this, with the same object in the middle and the same pods."""
        return copy.deepcopy(self)
