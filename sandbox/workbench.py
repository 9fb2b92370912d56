"""What a card's page and the free sandbox have in common: take a form, show what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from sandbox import actions, limits, reading
from sandbox.models import State, Submission
from sandbox.rest import SubmissionThrottle
from sandbox.visitors import visitor_of

#: After how many milliseconds a page looks again, look by look; the last pause is kept.
PAUSES_MS = (120, 160, 240, 400, 700, 1000, 1500, 2500, 4000, 6000)
_LONG_LOOK = 6  # from here on the page says that it takes longer than usual

TOO_MANY = "You have submitted more often than once every half second for a minute. Wait a minute, then submit again."
NUL = "This holds the character NUL, which no YAML may. Take it out and submit again."


@dataclass(frozen=True)
class Form:
    """What somebody typed, and what keeps it from being submitted."""

    manifests: str
    claims: str
    problem: str = ""
    status: int = 200


def form_of(request: HttpRequest, claims: str | None = None) -> Form:
    """The form that was sent, with ``claims`` in place of its own where they are given."""
    manifests = _text(request, "manifests")
    claims = _text(request, "claims") if claims is None else claims
    for name, text in (("YAML", manifests), ("claims", claims)):
        if message := limits.too_long(text):
            return Form(
                manifests, claims, f"The {name} cannot be submitted. {message} Shorten it and submit again.", 422
            )
        if "\0" in text:
            return Form(manifests, claims, NUL, 422)
    return Form(manifests, claims)


def submit(request: HttpRequest, form: Form, card: str = "") -> Submission | Form:
    """Hand the form in, or give it back with the reason why that is not possible."""
    if form.problem:
        return form
    if not SubmissionThrottle().allow_request(request, None):  # type: ignore[arg-type]
        return Form(form.manifests, form.claims, TOO_MANY, 429)
    return actions.submit(owner=visitor_of(request).key, manifests=form.manifests, claims=form.claims, card=card)


def evidence(submission: Submission, look: int = 0) -> dict[str, Any]:
    """The context of ``sandbox/_result.html``: the verdict, or how long to wait before looking again."""
    verdict = submission.verdict
    is_waiting = not submission.is_finished
    return {
        "submission": submission,
        "reading": reading.read(verdict) if verdict else None,
        "is_waiting": is_waiting,
        "is_running": submission.state == State.RUNNING,
        "is_slow": is_waiting and look >= _LONG_LOOK,
        "next_look": look + 1,
        "pause_ms": PAUSES_MS[min(look, len(PAUSES_MS) - 1)],
    }


def result(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The part of the page that says what happened, for a page that is there already."""
    response = render(request, "sandbox/_result.html", context | {"is_part": True}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    response["Cache-Control"] = "no-store"
    return response


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\r\n", "\n")
