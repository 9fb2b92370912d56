"""The pages of labs. All of them work by plain forms; scripts keep the page where it is meanwhile."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sandbox import terminal, workbench
from sandbox.labs import actions, onward, screen
from sandbox.labs.models import Lab, LabAttempt
from sandbox.models import Playground
from sandbox.rest import SubmissionThrottle
from sandbox.visitors import visitor_of

DIFFICULTIES = {1: "first steps", 2: "everyday work", 3: "for experts"}
EXAMPLES = ("kubectl get svc,pods -o wide", "kubectl get endpointslices")


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All labs, with how far the visitor is in each."""
    labs = Lab.objects.filter(is_retired=False).defer("story", "manifests", "links")
    entries = screen.listing(labs, visitor_of(request).known_key)
    context = {
        "entries": entries,
        "done": sum(entry.state == "done" for entry in entries),
        "following": next((entry for entry in entries if entry.state == "begun"), None)
        or next((entry for entry in entries if entry.state == "new"), None),
        "difficulties": DIFFICULTIES,
    }
    return render(request, "sandbox/labs.html", context)


@never_cache
@require_safe
def lab(request: HttpRequest, slug: str) -> HttpResponse:
    """A lab: its story and steps, and beside them the terminal of the visitor's newest attempt."""
    found = _lab(slug)
    attempt = newest(found, visitor_of(request).known_key)
    return _page(request, found, attempt)


@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """A new attempt, with a new cluster."""
    found = _lab(slug)
    if not SubmissionThrottle().allow_request(request, None):  # type: ignore[arg-type]
        attempt = newest(found, visitor_of(request).known_key)
        return _page(request, found, attempt, {"problem": workbench.TOO_MANY}, 429)
    actions.begin(found, visitor=visitor_of(request).key)
    return redirect(found.get_absolute_url())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def type_line(request: HttpRequest, slug: str, applies: bool = False) -> HttpResponse:
    """POST types at the attempt's terminal, or applies YAML there; this address has no page of its own."""
    if request.method != "POST":
        return redirect("labs:lab", slug=slug)
    found = _lab(slug)
    attempt = _attempt(request, found)

    def page(request: HttpRequest, _: Playground, context: dict[str, Any], status: int) -> HttpResponse:
        return _page(request, found, attempt, context, status)

    return terminal.take(request, attempt.playground, here=found.get_absolute_url(), page=page, applies=applies)


@require_POST
def check(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """Check a step on the cluster as it is now."""
    found = _lab(slug)
    attempt = _attempt(request, found)
    problem, status = "", 422
    if not SubmissionThrottle().allow_request(request, None):  # type: ignore[arg-type]
        problem, status = workbench.TOO_MANY, 429
    else:
        try:
            actions.check(attempt, step)
        except actions.Refusal as refusal:
            problem = str(refusal)
    return _onward(request, found, attempt, step, {"check_problem": problem} if problem else {}, status)


@require_POST
def hint(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """Show one hint more."""
    found = _lab(slug)
    attempt = _attempt(request, found)
    number = request.POST.get("number", "")
    if number.isdecimal() and len(number) < 4 and step in actions.opened(attempt):
        actions.reveal_hint(attempt, step, int(number))
    return _onward(request, found, attempt, step, {}, 200)


@never_cache
@require_safe
def steps(request: HttpRequest, slug: str) -> HttpResponse:
    """The steps, for a page that waits for a check."""
    found = _lab(slug)
    if not request.headers.get("HX-Request"):
        return redirect(found.get_absolute_url() + "#steps")
    return _part(request, found, _attempt(request, found), request.GET.get("step", ""), look=_look(request))


def newest(found: Lab, visitor: str) -> LabAttempt | None:
    """The attempt that counts: the visitor's newest, if there is one."""
    attempts = LabAttempt.objects.filter(lab=found, visitor=visitor).select_related("playground", "lab")
    return attempts.order_by("-created").first() if visitor else None


def _look(request: HttpRequest) -> int:
    look = request.GET.get("look", "")
    return int(look) if look.isdecimal() and len(look) < 5 else 0


def _lab(slug: str) -> Lab:
    return get_object_or_404(Lab, slug=slug, is_retired=False)


def _attempt(request: HttpRequest, found: Lab) -> LabAttempt:
    attempt = newest(found, visitor_of(request).known_key)
    if attempt is None:
        raise Http404
    return attempt


def _onward(
    request: HttpRequest, found: Lab, attempt: LabAttempt, step: str, context: dict[str, Any], status: int
) -> HttpResponse:
    """The steps anew for a script, the page for whoever has none."""
    if request.headers.get("HX-Request"):
        return _part(request, found, attempt, step, context)
    if context:
        return _page(request, found, attempt, context, status)
    return redirect(f"{found.get_absolute_url()}?step={step}#step-{step}")


def _part(
    request: HttpRequest,
    found: Lab,
    attempt: LabAttempt,
    step: str,
    context: dict[str, Any] | None = None,
    look: int = 0,
) -> HttpResponse:
    course = screen.course(attempt, step)
    about = {"lab": found, "attempt": attempt, "course": course, "checking": step, "is_part": True}
    if course.is_finished:
        about |= _end(found, attempt)
    response = render(
        request, "sandbox/_lab_steps.html", about | screen.waiting(course.is_waiting, look) | (context or {})
    )
    patch_vary_headers(response, ["HX-Request"])
    response["Cache-Control"] = "no-store"
    return response


def _end(found: Lab, attempt: LabAttempt) -> dict[str, Any]:
    """What the page says when all is done: the next lab, and how long it took."""
    following = Lab.objects.filter(is_retired=False, place__gt=found.place).order_by("place")
    took = (attempt.finished - attempt.created).total_seconds() if attempt.finished else 0.0
    return {
        "following": following.only("slug", "title").first(),
        "sheets": list(onward.sheets_on(found.topics)),
        "commands": attempt.playground.commands.count() - 1,
        "minutes": max(1, round(took / 60)),
    }


def _page(
    request: HttpRequest,
    found: Lab,
    attempt: LabAttempt | None,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    about: dict[str, Any] = {"lab": found, "attempt": attempt, "difficulty": DIFFICULTIES[found.difficulty]}
    if attempt is None:
        about["preview"] = screen.preview(found)
    else:
        step = request.GET.get("step", "")
        course = screen.course(attempt, step)
        about |= terminal.scrollback(request, attempt.playground)
        about |= {"course": course, "here": reverse("labs:terminal", args=[found.slug]), "examples": EXAMPLES}
        about["is_loaded_again"] = about["is_waiting"] or course.is_waiting  # where no script looks for what is new
        about |= screen.waiting(course.is_waiting, _look(request)) | {"checking": step}
        if course.is_finished:
            about |= _end(found, attempt)
    return render(request, "sandbox/lab.html", about | (context or {}), status=status)
