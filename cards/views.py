"""The start page, the list of cards, and a card with what a learner made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cards import kinds, questions
from cards.answering import Asking
from cards.decks.pool import visible
from cards.models import Card, Tag
from cards.sheets.models import Sheet
from sandbox import workbench
from sandbox.models import Submission
from sandbox.visitors import visitor_of

FIRST_CARD = "card-web-refused"  # the one to begin with: a fault that everybody has met, and a line to repair
DIFFICULTIES = {1: "first steps", 2: "everyday work", 3: "for experts"}
SIEVES = ("q", "tag", "topic", "difficulty", "kind")  # by which the list can be narrowed
_LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Room:
    """A way into the site, as the start page shows it. `page` names its address, `picture` one of `_room.html`."""

    page: str
    name: str
    about: str
    picture: str

    @property
    def address(self) -> str:
        """Where it is; nothing where this site has no such room."""
        try:
            return reverse(self.page)
        except NoReverseMatch:
            return ""


#: What the start page offers, in this order; a room whose address does not exist is left out.
ROOMS = (
    Room("study:overview", "Study", "Cards come up again just before you would forget them.", "study"),
    Room("cards:index", "Cards", "One question each, YAML to change, and claims that are carried out.", "cards"),
    Room("decks:index", "Decks", "Cards of your own and of others, to share, import and export.", "decks"),
    Room("quizzes:index", "Quizzes", "Predict what happens, then see it happen. Some never end.", "quizzes"),
    Room("interviews:index", "Mock interview", "Against the clock, aloud, and with a report at the end.", "interviews"),
    Room("labs:index", "Labs", "A broken cluster, a goal, and a terminal to get from one to the other.", "labs"),
    Room("sheets:index", "Cheat sheets", "A topic on two pages, for the screen and for paper.", "sheets"),
    Room("map:page", "Map", "All that there is to know about Services, in one picture.", "map"),
    Room("diagrams:index", "Ways of a packet", "Drawn from a run, for each kind of Service.", "ways"),
    Room("troubleshooting:chart", "Troubleshooting", "From what you see to what causes it.", "troubleshooting"),
    Room("sandbox:new", "Sandbox", "Any YAML and any claims of yours, with a link that you can pass on.", "sandbox"),
    Room("sandbox:terminal", "Terminal", "kubectl, curl and dig at a cluster of your own.", "terminal"),
    Room("api:docs", "API", "The same verdicts as JSON, for your own programs.", "api"),
)


def _cards() -> QuerySet[Card]:
    """The site's own."""
    return Card.objects.filter(deck=None, is_retired=False)


def _readable(request: HttpRequest) -> QuerySet[Card]:
    """The site's own, and those of decks that this visitor may read."""
    return Card.objects.filter(visible(visitor_of(request).known_key), is_retired=False).select_related("deck")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and one card to begin with."""
    easiest = _cards().order_by("difficulty", "topic", "slug")
    first = (
        _cards().filter(pk=FIRST_CARD).first()
        or easiest.exclude(goal="").defer("answer").first()
        or easiest.defer("answer").first()
    )
    topics = dict(_cards().order_by("topic").values_list("topic").annotate(Count("pk")))
    context = {
        "first": first,
        "topics": topics,
        "count": sum(topics.values()),
        "rooms": [room for room in ROOMS if room.address],
    }
    return render(request, "cards/home.html", context)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All cards by topic, or those that a search, a tag, a topic, a difficulty or a kind leaves."""
    wanted = {name: request.GET.get(name, "").strip()[:_LONGEST_SEARCH] for name in SIEVES}
    found = _cards().prefetch_related("tags").defer("answer", "links", "claims", "ask")
    for word in wanted["q"].split():
        found = found.filter(
            Q(question__icontains=word)
            | Q(answer__icontains=word)
            | Q(tags__name__icontains=word)
            | Q(manifests__icontains=word)
        )
    if wanted["tag"]:
        found = found.filter(tags__name=wanted["tag"])
    if wanted["topic"]:
        found = found.filter(topic=wanted["topic"])
    if wanted["kind"]:
        found = found.filter(kind=wanted["kind"])
    if wanted["difficulty"] in ("1", "2", "3"):
        found = found.filter(difficulty=int(wanted["difficulty"]))
    cards = list(found.distinct().order_by("topic", "difficulty", "slug"))
    there = set(_cards().order_by().values_list("topic", "kind"))
    context = {
        "cards": cards,
        "wanted": wanted,
        "is_filtered": any(wanted.values()),
        "topics": sorted({topic for topic, _ in there}),
        "tags": Tag.objects.filter(cards__is_retired=False, cards__deck=None).distinct(),
        "difficulties": DIFFICULTIES,
        "kinds": [kind for kind in kinds.KINDS if kind.name in {name for _, name in there}],
        "sheets": set(Sheet.objects.values_list("slug", flat=True)),  # a sheet has the name of its topic
    }
    template = "cards/_list.html" if request.headers.get("HX-Request") else "cards/index.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request, Cookie"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """A card as it starts, or with an answer to it; POST submits the YAML with the card's claims, or with its goal."""
    found = get_object_or_404(_readable(request), slug=slug)
    if request.method != "POST":
        return _page(request, found, Asking(found).manifests)
    return carry_out(
        request, found, page=_page, address=lambda made: reverse("cards:submission", args=[found.slug, made.permalink])
    )


@never_cache
@require_safe
def submission(request: HttpRequest, slug: str, permalink: str) -> HttpResponse:
    """A card with one submission to it."""
    found = get_object_or_404(_readable(request), slug=slug)
    made = get_object_or_404(Submission, permalink=permalink)
    if made.card != found.id:
        raise Http404
    context = workbench.evidence(made) | {"here": request.path, "is_repair": made.claims == found.goal}
    return _page(request, found, made.manifests, context)


def carry_out(
    request: HttpRequest, found: Card, *, page: Callable[..., HttpResponse], address: Callable[[Submission], str]
) -> HttpResponse:
    """Submit the YAML that was posted with the card's claims, or with its goal; then to where it can be seen.

    `page` shows the card again where nothing could be submitted, and `address` says where the submission is.
    """
    is_repair = bool(found.goal) and request.POST.get("aim") == "goal"
    form = workbench.form_of(request, claims=found.goal if is_repair else found.claims)
    asking = Asking(found)
    if asking.kind.filled and "fill" in request.POST:
        try:
            form = replace(form, manifests=asking.kind.filled(found.asked, request.POST.getlist("fill")))
        except kinds.NotAnAnswer as problem:
            form = replace(form, manifests=asking.manifests, problem=str(problem), status=422)
    made = workbench.submit(request, form, card=found.id)
    if isinstance(made, workbench.Form):
        if request.headers.get("HX-Request"):
            return workbench.result(request, {"problem": made.problem}, made.status)
        return page(request, found, made.manifests, {"problem": made.problem}, made.status)
    here = address(made)
    if not request.headers.get("HX-Request"):
        return redirect(here)
    response = workbench.result(request, workbench.evidence(made) | {"here": here})
    response["HX-Push-Url"] = here
    return response


def _page(
    request: HttpRequest, found: Card, manifests: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    about = {
        "card": found,
        "manifests": manifests,
        "difficulty": DIFFICULTIES[found.difficulty],
        "address": reverse("cards:card", args=[found.slug]),
        "ask_also": "#result,#claimed-here,#answer-here",
    }
    about |= questions.context(request, found, manifests) | {"again": about["address"]}
    return render(request, "cards/card.html", about | (context or {}), status=status)
