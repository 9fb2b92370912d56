"""What a kind of object is to the API server.

Each kind is a room of its own (``api/service/``, ``api/pod/`` …) that offers one :class:`Kind`;
``api.KINDS`` lists them. Nothing elsewhere branches on a kind's name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sandbox.engine.api.errors import FieldError
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import State
from sandbox.engine.evidence import Fact


class Refused(NamedTuple):
    """A rule's "no" that is no list of field errors: the Status' code, reason and message."""

    code: int
    reason: str
    message: str


def _nothing(tree: Tree, state: State) -> None:
    return None


def _no_errors(tree: Tree, state: State) -> Sequence[FieldError]:
    return ()


def _no_update_errors(new: Tree, old: Tree, state: State) -> Sequence[FieldError]:
    return ()


def _keep(new: Tree, old: Tree | None, state: State) -> None:
    return None


def _no_warnings(new: Tree, old: Tree | None, state: State) -> Sequence[str]:
    return ()


def _no_allocation(new: Tree, old: Tree | None, state: State, dry_run: bool) -> Sequence[FieldError] | Refused:
    return ()


def _nothing_follows(old: Object | None, new: Object | None, state: State) -> None:
    return None


def _nobody(error: FieldError, state: State) -> Sequence[Fact]:
    return ()


def _as_it_is(tree: Tree) -> None:
    return None


def _linger(obj: Object, state: State) -> Object | None:
    return obj


def _may_be_deleted(obj: Object, state: State) -> Refused | None:
    return None


def _at_once(obj: Object, asked: int | None) -> int:
    return 0


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind's names and its rules.

    The rules get trees that are theirs to change (a deep copy) and are called in this order:
    ``default`` (fill in what was left out), ``allocate`` (addresses, ports; returns errors, which
    are then the only ones), ``prepare`` (drop or keep what a request may not set; ``old`` is None
    on creation), on creation ``validate``, on update ``validate_update`` and behind it
    ``validate`` (``validate_existing`` in its place where a kind has one: rules that an object
    which exists already is spared), ``warn``. ``old`` is only to be read.
    ``struct`` names the type in the published schema (``io.k8s.api.core.v1.Service``).

    ``blame`` names the facts behind an error of ``allocate``: who has what could not be had.

    A request for the subresource ``status`` keeps everything but the status and calls
    ``validate_status``. ``follow`` changes other objects along with a stored (``new``) or
    removed (``new`` is None) one. ``canonicalize`` comes last, in front of storing. An object that
    is being deleted and has finalizers is what ``linger`` makes of it (None: it goes).
    ``check_delete`` may refuse a deletion; ``grace`` says for how many seconds a deleted object
    lingers (``asked`` is what the request wants, None for nothing).
    ``deprecation`` is the warning that comes with every answer about the kind;
    ``is_created_by_update`` says that a PUT of an object that is not there creates it;
    ``counts_generation`` that metadata.generation counts the changes of its spec, and with
    ``counts_annotations`` those of its annotations too.
    """

    name: str
    plural: str
    struct: str
    group: str = ""
    version: str = "v1"
    singular: str = ""
    short_names: tuple[str, ...] = ()
    is_namespaced: bool = True
    default: Callable[[Tree, State], None] = _nothing
    prepare: Callable[[Tree, Tree | None, State], None] = _keep
    allocate: Callable[[Tree, Tree | None, State, bool], Sequence[FieldError] | Refused] = _no_allocation
    blame: Callable[[FieldError, State], Sequence[Fact]] = _nobody
    validate: Callable[[Tree, State], Sequence[FieldError]] = _no_errors
    validate_existing: Callable[[Tree, Tree, State], Sequence[FieldError]] | None = None
    validate_update: Callable[[Tree, Tree, State], Sequence[FieldError]] = _no_update_errors
    warn: Callable[[Tree, Tree | None, State], Sequence[str]] = _no_warnings
    validate_status: Callable[[Tree, Tree, State], Sequence[FieldError]] = _no_update_errors
    follow: Callable[[Object | None, Object | None, State], None] = _nothing_follows
    canonicalize: Callable[[Tree], None] = _as_it_is
    linger: Callable[[Object, State], Object | None] = _linger
    check_delete: Callable[[Object, State], Refused | None] = _may_be_deleted
    grace: Callable[[Object, int | None], int] = _at_once
    deprecation: str = ""
    is_created_by_update: bool = False
    counts_generation: bool = True
    counts_annotations: bool = False
    subresources: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    @property
    def api_version(self) -> str:
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def resource(self) -> str:
        """``services``, ``endpointslices.discovery.k8s.io``."""
        return f"{self.plural}.{self.group}" if self.group else self.plural


__all__ = ["Kind", "Object", "Refused", "State", "Tree"]
