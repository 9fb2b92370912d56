"""The pages of a session. All of them work by plain forms; scripts make them quicker."""

from __future__ import annotations

import time
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cards import questions, scheduling
from cards.answering import Asking
from cards.models import Card
from cards.studying import actions, sessions, weakness, wording
from cards.studying.choices import Choice
from cards.studying.forms import Wishes
from cards.studying.models import Kind, Learner, Review, Schedule
from cards.studying.statistics import CALENDAR_WEEKS, FORECAST_DAYS, RETENTION_DAYS
from cards.studying.statistics import statistics as statistics_of
from cards.views import DIFFICULTIES, carry_out
from sandbox import workbench
from sandbox.models import Submission
from sandbox.visitors import visitor_of

_MOST_SPOTS = 30  # on the page; a session takes all of them


@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What there is today, before and after it is done."""
    learner = learner_of(request)
    now = timezone.now()
    choice = Choice.of(request.GET).on_time()
    today = sessions.today(learner, now, choice)
    ahead = sessions.today(learner, now, choice.ahead_of_time()) if not (today.left or choice.is_weak) else None
    offers = sessions.topics(learner, now)
    context = {
        "learner": learner,
        "choice": choice,
        "today": today,
        "ahead": ahead.due if ahead else 0,
        "ahead_address": choice.ahead_of_time().address("study:next"),
        "begin_address": choice.address("study:next"),
        "ahead_days": sessions.AHEAD_DAYS,
        "order": sessions.ORDER,
        "topics": [(offer, Choice(topic=offer.name).address("study:next")) for offer in offers],
        "tags": sessions.tags(learner, now),
        "difficulties": DIFFICULTIES,
        "next_due": wording.interval(today.next_due - now) if today.next_due and not today.left else "",
        "can_undo": today.done and Review.live(learner.visitor).exists(),
    }
    return render(request, "cards/study.html", context)


@never_cache
@require_safe
def onward(request: HttpRequest) -> HttpResponse:
    """To the card whose turn it is, or to the overview where none is left."""
    learner = learner_of(request)
    now = timezone.now()
    choice = Choice.of(request.GET)
    today = sessions.today(learner, now, choice)
    found = sessions.next_card(learner, now, today, choice)
    if found is None:
        return redirect(choice.on_time().address("study:overview"))
    return redirect(choice.address("study:card", found.slug))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, slug: str, permalink: str = "") -> HttpResponse:
    """A card in a session, with one submission to it, if any. POST carries the YAML out, or shows the answer."""
    found = get_object_or_404(sessions.pool(visitor_of(request).known_key), slug=slug)
    context: dict[str, Any] = {}
    manifests = Asking(found).manifests
    if permalink:
        made = get_object_or_404(Submission, permalink=permalink, card=found.id)
        context = workbench.evidence(made) | {"here": request.path, "is_repair": made.claims == found.goal}
        manifests = made.manifests
    if request.method != "POST":
        return _card_page(request, found, manifests, context)
    if "answer" in request.GET:
        return _card_page(request, found, workbench.form_of(request, claims="").manifests, context)
    choice = Choice.of(request.GET)
    return carry_out(
        request,
        found,
        page=_card_page,
        address=lambda made: choice.address("study:submission", slug, made.permalink),
    )


@require_POST
def rate(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a rating down, and go on. The same form sent twice, or from a page that is behind, changes nothing."""
    found = get_object_or_404(sessions.pool(visitor_of(request).known_key), slug=slug)
    choice = Choice.of(request.POST)
    onward = redirect(choice.address("study:next"))
    rating = request.POST.get("rating", "")
    if rating not in {"1", "2", "3", "4"}:
        return redirect(choice.address("study:card", slug))
    visitor = visitor_of(request).key
    seen = Schedule.objects.filter(visitor=visitor, card=found).first()
    if request.POST.get("reviews", "") != str(seen.reviews if seen else 0):
        return onward
    try:
        client_id = uuid.UUID(request.POST.get("client_id", ""))
    except ValueError:
        client_id = uuid.uuid4()
    shown = request.POST.get("shown", "")
    elapsed = int(time.time() * 1000) - int(shown) if shown.isdecimal() and len(shown) < 16 else None
    said = actions.Said(card=found.id, rating=int(rating), client_id=client_id, elapsed_ms=elapsed)
    actions.record(visitor, [said], zone=request.POST.get("zone", ""))
    if Schedule.objects.filter(visitor=visitor, card=found, is_set_aside=True).exists():
        return redirect(choice.address("study:set-aside", slug))
    return onward


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_aside(request: HttpRequest, slug: str) -> HttpResponse:
    """A card that was forgotten too often; POST takes it up again."""
    visitor = visitor_of(request).known_key
    found = Schedule.objects.filter(visitor=visitor, card__slug=slug, is_set_aside=True).select_related("card").first()
    choice = Choice.of(request.GET)
    if found is None:
        return redirect("study:overview")
    if request.method == "POST":
        actions.record(visitor, [actions.Said(kind=Kind.RESUME, card=found.card_id)])
        return redirect(choice.address("study:card", slug))
    last = Review.live(visitor).order_by("-id").values_list("card", flat=True).first()
    context = {
        "schedule": found,
        "card": found.card,
        "learner": learner_of(request),
        "can_undo": last == found.card_id,
        "choice": choice,
        "next_address": choice.address("study:next"),
        "resume_address": choice.address("study:set-aside", slug),
    }
    return render(request, "cards/study_set_aside.html", context)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last rating back and show its card again."""
    visitor = visitor_of(request)
    undone = actions.undo(visitor.known_key) if visitor.is_known else None
    found = Card.objects.filter(pk=undone.card, is_retired=False).first() if undone else None
    choice = Choice.of(request.POST)
    if found is None:
        return redirect(choice.on_time().address("study:overview"))
    return redirect(choice.address("study:card", found.slug))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """How the learner wants to study."""
    learner = learner_of(request)
    if request.method != "POST":
        return render(request, "cards/study_settings.html", {"form": Wishes(instance=learner)})
    form = Wishes(request.POST, instance=learner)
    if not form.is_valid():
        return render(request, "cards/study_settings.html", {"form": form}, status=422)
    actions.configure(visitor_of(request).key, **form.cleaned_data)
    return redirect("study:overview")


@never_cache
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """What is coming, what was known, and on which days."""
    learner = learner_of(request)
    context = {
        "learner": learner,
        "statistics": statistics_of(learner, timezone.now()),
        "forecast_days": FORECAST_DAYS,
        "retention_days": RETENTION_DAYS,
        "weeks": CALENDAR_WEEKS,
    }
    return render(request, "cards/study_statistics.html", context)


@never_cache
@require_safe
def weak(request: HttpRequest) -> HttpResponse:
    """The cards that the learner forgets, by topic, with what says so and what they claim."""
    learner = learner_of(request)
    now = timezone.now()
    spots = weakness.spots(learner.visitor, sessions.seen(learner.visitor).select_related("card"), now)
    context = {
        "count": len(spots),
        "more": max(0, len(spots) - _MOST_SPOTS),
        "topics": weakness.by_topic(spots[:_MOST_SPOTS]),
        "lately": weakness.LATELY.days,
        "low": round(100 * weakness.LOW_RECALL),
        "study_address": Choice(is_weak=True).address("study:next"),
    }
    return render(request, "cards/study_weak.html", context)


def learner_of(request: HttpRequest) -> Learner:
    """The visitor of a request as a learner: as they wished, or as the defaults say. Writes nothing."""
    visitor = visitor_of(request).known_key
    found = Learner.objects.filter(pk=visitor).first() if visitor else None
    return found or Learner(visitor=visitor)


def _card_page(
    request: HttpRequest, found: Card, manifests: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    learner = learner_of(request)
    now = timezone.now()
    choice = Choice.of(request.GET)
    schedule = Schedule.objects.filter(visitor=learner.visitor, card=found).first()
    if schedule and schedule.is_set_aside:
        return redirect(choice.address("study:set-aside", found.slug))
    memory = schedule.memory if schedule else None
    today = sessions.today(learner, now, choice)
    about = {
        "card": found,
        "is_studying": True,
        "manifests": manifests,
        "difficulty": DIFFICULTIES[found.difficulty],
        "address": choice.address("study:card", found.slug),
        "again": choice.address("study:card", found.slug),
        "ask_also": "#result,#claimed-here,#answer,#recall",
        "next_address": choice.address("study:next"),
        "answer_address": request.path + choice.query_with(answer=1),
        "choice": choice,
        "learner": learner,
        "today": today,
        "memory": memory,
        "reviews": memory.reviews if memory else 0,
        "buttons": wording.buttons(scheduling.intervals(memory, found.id, now, learner.retention)),
        "client_id": uuid.uuid4(),
        "shown": int(now.timestamp() * 1000),
        "can_undo": today.done and Review.live(learner.visitor).exists(),
    }
    about |= questions.context(request, found, manifests) | (context or {})
    about["is_answered"] = "answer" in request.GET or "outcome" in about
    about |= wording.suggestion(*_was_right(about, schedule))
    return render(request, "cards/study_card.html", about, status=status)


def _was_right(about: dict[str, Any], schedule: Schedule | None) -> tuple[bool | None, bool]:
    """Whether the card was answered rightly (None: not at all, or nobody can say), and whether at the first try."""
    if outcome := about.get("outcome"):
        return outcome.is_right, True
    made: Submission | None = about.get("submission")
    if made is None or not about["kind"].is_submitted or made.claims != about["card"].goal or not made.verdict:
        return None, True
    tries = Submission.objects.filter(owner=made.owner, card=made.card, claims=made.claims)
    if schedule:
        tries = tries.filter(enqueued__gt=schedule.last)
    return made.verdict.get("holds") is True, tries.count() <= 1
