"""How wide a text will be, without a font at hand: advances of Arial's letters, in thousandths of the size.

Fonts differ, so that every width carries a small reserve; what is placed by it never touches its neighbour.
"""

from __future__ import annotations

_RESERVE = 1.07
_MONO = 0.605
_DEFAULT = 556
_WIDE = 1000  # what lies beyond Latin, Greek and Cyrillic
_ADVANCES = {
    **dict.fromkeys("ijl'|", 222),
    **dict.fromkeys(" !,./:;\\[]ftI", 278),
    **dict.fromkeys("r-()`{}", 333),
    **dict.fromkeys('*"', 370),
    **dict.fromkeys("cksvxyzJ", 500),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("mM", 833),
    **dict.fromkeys("W", 944),
    **dict.fromkeys("→·…", 800),
}


def text_width(text: str, size: float, *, is_mono: bool = False, is_bold: bool = False) -> float:
    """The width of one line of ``text`` in the unit of ``size``."""
    if is_mono:
        cells = sum(1 if ord(letter) < 0x2E80 else 2 for letter in text)
        return cells * _MONO * size * 1.02
    thousandths = sum(_ADVANCES.get(letter, _DEFAULT if ord(letter) < 0x2E80 else _WIDE) for letter in text)
    return thousandths / 1000 * size * _RESERVE * (1.06 if is_bold else 1)


def shortened(text: str, longest: int) -> str:
    """``text`` with its middle left out where it has more than ``longest`` letters."""
    if len(text) <= longest:
        return text
    head = (longest - 1) * 2 // 3
    return f"{text[:head]}…{text[len(text) - (longest - 1 - head) :]}"
