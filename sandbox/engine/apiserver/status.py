"""Refusals: the API server's ``Status`` objects and the answer to a request."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.engine.api.errors import FieldError
from sandbox.engine.cluster.objects import Object
from sandbox.engine.evidence import Fact
from sandbox.engine.frozen import frozen


@frozen
class Status:
    """A refusal in the API server's own words.

    ``reason`` is the machine's word (``Invalid``, ``NotFound``, ``AlreadyExists``, ``Conflict``,
    ``BadRequest``, ``Forbidden`` …), ``errors`` the field errors behind an ``Invalid``.
    ``kind`` and ``name`` say what it is about (``details.kind``, ``details.name``). ``facts`` are
    other objects' part in it (who has the port that was asked for).
    """

    code: int
    reason: str
    message: str
    kind: str = ""
    group: str = ""
    name: str = ""
    errors: Sequence[FieldError] = ()
    facts: Sequence[Fact] = ()


@frozen
class Reply:
    """The answer to one request: the object as it is now, or a refusal; and warnings."""

    object: Object | None = None
    status: Status | None = None
    warnings: tuple[str, ...] = ()
    was_changed: bool = True

    @property
    def is_refused(self) -> bool:
        return self.status is not None
