"""Seconds as people read them, in pages and on paper."""


def minutes(seconds: int) -> str:
    """As one reads a clock: 2:05."""
    return f"{seconds // 60}:{seconds % 60:02}"


def about(left: int) -> str:
    """What is left of a time, in whole minutes."""
    if left <= 0:
        return "time is over"
    whole = round(left / 60)
    if whole == 0:
        return "less than a minute left"
    return f"about {whole} minute{'' if whole == 1 else 's'} left"
