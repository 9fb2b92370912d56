"""Question and answer: the learner thinks, looks at the answer, and knows whether they knew it."""

from cards.kinds.kind import CardKind

KIND = CardKind("answer", "question")
