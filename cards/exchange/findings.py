"""What was found in a file that somebody sent: cards, and what was left out and why."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from cards.decks.actions import MOST_CARDS
from cards.decks.drafts import Draft, problems

UPLOAD_BYTES = 20 * 1024 * 1024
UNPACKED_BYTES = 64 * 1024 * 1024
MOST_ROWS = MOST_CARDS
SECONDS = 10
TOLD_AT_MOST = 200  # skipped rows that are named one by one

OVER_UPLOAD = f"The file is longer than {UPLOAD_BYTES // 1024 // 1024} MB, which is as much as is read."
OVER_UNPACKED = f"Unpacked, the file is longer than {UNPACKED_BYTES // 1024 // 1024} MB, which is as much as is read."


class Unreadable(ValueError):
    """Nothing can be read from the file; the text says why, and what to do."""


@dataclass(frozen=True)
class Skipped:
    """A row or note that became no card: where it stands, and why."""

    where: str
    why: str


@dataclass
class Findings:
    """All that a file holds, as far as it can be a card; `remarks` are what was changed in many of them."""

    kind: str
    title: str = ""
    drafts: list[Draft] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    remarks: dict[str, int] = field(default_factory=dict)
    more_skipped: int = 0

    def __post_init__(self) -> None:
        self._known: set[str] = set()
        self._end = time.monotonic() + SECONDS

    @property
    def is_late(self) -> bool:
        """Reading has taken as long as it may, whatever is still to come."""
        return time.monotonic() > self._end

    @property
    def is_full(self) -> bool:
        """As many cards as one import takes."""
        return len(self.drafts) + len(self.references) >= MOST_ROWS

    def skip(self, where: str, why: str) -> None:
        """Say that something became no card."""
        if len(self.skipped) < TOLD_AT_MOST:
            self.skipped.append(Skipped(where, why))
        else:
            self.more_skipped += 1

    def remark(self, sentence: str, count: int = 1) -> None:
        """Say that something was changed, once for all the cards that it happened to."""
        if count:
            self.remarks[sentence] = self.remarks.get(sentence, 0) + count

    def take(self, where: str, draft: Draft) -> None:
        """A card, if one can be made of it; otherwise what is wrong with it."""
        key = draft.guid or f"question {draft.question}"
        if self.is_full:
            self.skip(where, f"One import takes {MOST_ROWS:,} cards; put the rest into a second file.")
        elif wrong := problems(draft):
            self.skip(where, "; ".join(f"{name}: {sentence}" for name, sentence in wrong.items()))
        elif key in self._known:
            self.skip(where, "It is in the file twice; the first one counts.")
        else:
            self._known.add(key)
            self.drafts.append(draft)
