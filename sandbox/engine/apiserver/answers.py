"""The API server's refusals, in its words (``k8s.io/apimachinery/pkg/api/errors``, 1.37)."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.engine.api.errors import FieldError
from sandbox.engine.api.kind import Kind, Refused
from sandbox.engine.apiserver.status import Reply, Status
from sandbox.engine.evidence import Fact


def not_found(kind: Kind, name: str) -> Status:
    return Status(404, "NotFound", f'{kind.resource} "{name}" not found', kind.plural, kind.group, name)


def already_exists(kind: Kind, name: str) -> Status:
    return Status(409, "AlreadyExists", f'{kind.resource} "{name}" already exists', kind.plural, kind.group, name)


def conflict(kind: Kind, name: str, why: str) -> Status:
    return Status(
        409,
        "Conflict",
        f'Operation cannot be fulfilled on {kind.resource} "{name}": {why}',
        kind.plural,
        kind.group,
        name,
    )


def is_forbidden(kind: Kind, name: str, why: str) -> Status:
    named = f'{kind.resource} "{name}"' if name else kind.resource
    return Status(403, "Forbidden", f"{named} is forbidden: {why}", kind.plural, kind.group, name)


def bad_request(text: str) -> Status:
    return Status(400, "BadRequest", text)


def is_invalid(kind: Kind, name: str, errors: Sequence[FieldError], facts: Sequence[Fact] = ()) -> Status:
    """All mistakes together; one that is there twice is said once."""
    distinct = {str(error): error for error in reversed(errors)}
    said = list(dict.fromkeys(str(error) for error in errors))
    shown = said[0] if len(said) == 1 else f"[{', '.join(said)}]"
    full = f"{kind.name}.{kind.group}" if kind.group else kind.name
    return Status(
        422,
        "Invalid",
        f'{full} "{name}" is invalid: {shown}',
        kind.name,
        kind.group,
        name,
        tuple(distinct[text] for text in said),
        facts,
    )


def refused(kind: Kind, name: str, answer: Refused) -> Status:
    """A rule's own refusal."""
    return Status(answer.code, answer.reason, answer.message, kind.plural, kind.group, name)


def no(status: Status, *warnings: str) -> Reply:
    """A reply that is a refusal."""
    return Reply(status=status, warnings=warnings, was_changed=False)
