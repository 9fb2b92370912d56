"""One word that Tab offers."""

from __future__ import annotations

from typing import NamedTuple


class Suggestion(NamedTuple):
    """``text`` is the whole word, ``about`` says what it is; ``is_whole`` that the word ends with it and
    a space follows."""

    text: str
    about: str = ""
    is_whole: bool = True
