"""What the site knows about cards: one row for each content file. The files are the source; rows follow them.

Cards that visitors write are rows as well: those have a deck.
"""

from typing import Any, ClassVar

import yaml
from django.db import models
from django.utils import timezone

from cards import kinds


class Tag(models.Model):
    """A word by which cards are found: a topic ("dns") or a kind of Service ("NodePort")."""

    name = models.SlugField(primary_key=True, max_length=50)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Card(models.Model):
    """A question with its answer, a starting YAML and the claims that are carried out on it.

    `claims` and `goal` are YAML texts in the claims vocabulary, as a learner would write them. The claims hold for the
    starting YAML; the goal (where a card has one) holds once the learner has repaired the YAML.
    """

    id = models.CharField(primary_key=True, max_length=80, help_text="The stable id of the content file.")
    slug = models.SlugField(unique=True, max_length=100)
    topic = models.SlugField(max_length=50)
    question = models.TextField()
    answer = models.TextField(help_text="Markdown.")
    difficulty = models.PositiveSmallIntegerField(help_text="1 (first steps) to 3 (for experts).")
    tags = models.ManyToManyField(Tag, related_name="cards")
    links = models.JSONField(default=list, help_text="Official documentation: a list of {title, url}.")
    manifests = models.TextField(help_text="The YAML that the learner starts from.")
    claims = models.TextField(help_text="A YAML list of steps with expect.")
    goal = models.TextField(blank=True, help_text="A YAML list of steps that hold for the repaired YAML.")
    kind = models.CharField(max_length=20, default=kinds.DEFAULT, choices=kinds.CHOICES)
    ask = models.JSONField(default=dict, blank=True, help_text="What its kind asks, as the kind made it.")
    content_hash = models.CharField(max_length=64, editable=False)
    is_retired = models.BooleanField(default=False, help_text="Its file is gone; what learners did with it stays.")
    deck = models.ForeignKey(
        "cards.Deck", models.CASCADE, null=True, blank=True, help_text="Whose own card it is; none for the site's."
    )
    checked = models.CharField(
        max_length=64, blank=True, editable=False, help_text="The content_hash for which its claims were found to hold."
    )
    changed = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["topic", "difficulty", "slug"]
        constraints: ClassVar = [
            models.CheckConstraint(name="card_difficulty_1_to_3", condition=models.Q(difficulty__range=(1, 3))),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def asked(self) -> kinds.Asked:
        """The card as its kind sees it."""
        return kinds.Asked(self.id, self.manifests, self.claims, self.goal, self.ask)

    @property
    def has_bench(self) -> bool:
        """There is something to carry out; without it the card is a question and an answer."""
        return bool(self.manifests or self.claims)

    @property
    def claim_steps(self) -> list[dict[str, Any]]:
        """The claims as a list of steps."""
        return yaml.load(self.claims, Loader=yaml.CSafeLoader) or []

    @property
    def goal_steps(self) -> list[dict[str, Any]]:
        """The goal as a list of steps; empty where the card asks for no repair."""
        return yaml.load(self.goal, Loader=yaml.CSafeLoader) or []


from cards.decks.models import Deck, Entry, Subscription  # noqa: E402, F401 - where Django looks for them
from cards.sheets.models import Sheet  # noqa: E402, F401 - where Django looks for it
from cards.studying.models import Learner, Review, Schedule  # noqa: E402, F401 - where Django looks for them
