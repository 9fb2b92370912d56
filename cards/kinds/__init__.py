"""The kinds of cards, each a file of its own. The list is in the order in which pages offer them."""

from cards.kinds import answer, command, fault, field, myth, order, predict, repair
from cards.kinds.kind import Asked, CardKind, Choice, NotAnAnswer, Outcome, Question

KINDS: tuple[CardKind, ...] = (
    answer.KIND,
    predict.KIND,
    myth.KIND,
    fault.KIND,
    repair.KIND,
    field.KIND,
    command.KIND,
    order.KIND,
)
BY_NAME = {kind.name: kind for kind in KINDS}
CHOICES = [(kind.name, kind.word) for kind in KINDS]
DEFAULT = answer.KIND.name

__all__ = [
    "BY_NAME",
    "CHOICES",
    "DEFAULT",
    "KINDS",
    "Asked",
    "CardKind",
    "Choice",
    "NotAnAnswer",
    "Outcome",
    "Question",
]
