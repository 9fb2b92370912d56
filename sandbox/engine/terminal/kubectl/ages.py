"""How long ago something was, as kubectl writes it (``apimachinery/pkg/util/duration``, HumanDuration)."""

from __future__ import annotations

from datetime import UTC, datetime

from sandbox.engine.cluster.clock import EPOCH

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUTE, _HOUR, _DAY, _YEAR = 60, 3600, 86400, 86400 * 365


def seconds_of(timestamp: str) -> float:
    """Virtual seconds since the cluster began, of an RFC 3339 time."""
    return (parsed(timestamp) - EPOCH).total_seconds()


def parsed(timestamp: str) -> datetime:
    """The moment that an RFC 3339 text names; the beginning of the cluster where it names none."""
    try:
        found = datetime.fromisoformat(timestamp.replace("Z", "+00:00"))
    except ValueError:
        return EPOCH
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def rfc1123(timestamp: str | None) -> str:
    """``Thu, 01 Jan 2026 00:00:00 +0000``; Go's zero time where there is none."""
    if not timestamp:
        return "Mon, 01 Jan 0001 00:00:00 +0000"
    moment = parsed(timestamp)
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return moment.strftime(f"{day}, %d {month} %Y %H:%M:%S %z")


def since(timestamp: str | None, now: float) -> str:
    """The age of something made at ``timestamp``; ``now`` in virtual seconds."""
    if not timestamp:
        return "<unknown>"
    return human(now - seconds_of(timestamp))


def human(duration: float) -> str:
    """A duration in seconds with two units at most: ``119s``, ``5m30s``, ``3h``, ``2d4h``, ``2y3d``."""
    seconds = int(duration)
    if seconds < -1:
        return "<invalid>"
    if seconds < 0:
        return "0s"
    if seconds < 2 * _MINUTE:
        return f"{seconds}s"
    minutes, hours, days = seconds // _MINUTE, seconds // _HOUR, seconds // _DAY
    if minutes < 10:
        return _two(minutes, "m", seconds % _MINUTE, "s")
    if minutes < 180:
        return f"{minutes}m"
    if hours < 8:
        return _two(hours, "h", minutes % 60, "m")
    if hours < 48:
        return f"{hours}h"
    if hours < 24 * 8:
        return _two(days, "d", hours % 24, "h")
    if seconds < 2 * _YEAR:
        return f"{days}d"
    if seconds < 8 * _YEAR:
        return _two(days // 365, "y", days % 365, "d")
    return f"{days // 365}y"


def _two(large: int, unit: str, small: int, small_unit: str) -> str:
    return f"{large}{unit}{small}{small_unit}" if small else f"{large}{unit}"
