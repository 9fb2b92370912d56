"""Typed readers for the process environment: one small function for each type of setting.

A value that cannot be read as its type stops the program at start with a sentence that names the variable.
"""

import os
from typing import Any
from urllib.parse import unquote, urlsplit


class EnvironmentProblem(ValueError):
    """A variable of the environment is set to something that the setting cannot be."""


def text(name: str, default: str = "") -> str:
    """The variable as it stands; an empty variable counts as unset."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off; anything else is a problem."""
    word = text(name).lower()
    if not word:
        return default
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    raise EnvironmentProblem(f"{name}={word!r}: expected 1 or 0")


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number of at least `least`."""
    word = text(name)
    if not word:
        return default
    if not word.isdecimal() or int(word) < least:
        raise EnvironmentProblem(f"{name}={word!r}: expected a whole number of at least {least}")
    return int(word)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, without empty members."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def redis(name: str, default: str) -> tuple[str, str]:
    """A Redis address in the two spellings that its clients want: (for Celery's broker, for the redis client).

    `redis://` and `rediss://` are the same for both. A Unix socket is `unix:///path?db=0` for the client and
    `redis+socket:///path?virtual_host=0` for Celery; either spelling may be given.
    """
    url = text(name, default)
    parts = urlsplit(url)
    if parts.scheme in {"redis", "rediss"} and parts.hostname:
        return url, url
    if parts.scheme in {"unix", "redis+socket"} and parts.path:
        database = parts.query.partition("=")[2] or "0"
        return f"redis+socket://{parts.path}?virtual_host={database}", f"unix://{parts.path}?db={database}"
    raise EnvironmentProblem(f"{name}={url!r}: expected redis://, rediss:// or unix:// with a host or a path")


def mail(name: str) -> tuple[bool, dict[str, Any]]:
    """Whether mail is sent at all, and by which server: backend, host, port, user, password, use_tls, use_ssl.

    `smtp://user:password@host:587` starts TLS on port 587 and otherwise where it ends in `?tls=1`; `smtps://` speaks
    TLS from the start; `console:` prints mail to the log of the web process. Unset: none is sent.
    """
    url = text(name)
    parts = urlsplit(url)
    server: dict[str, Any] = {
        "backend": "django.core.mail.backends.dummy.EmailBackend",
        "host": "localhost",
        "port": 25,
    }
    server |= {"user": "", "password": "", "use_tls": False, "use_ssl": False}
    if not url:
        return False, server
    if parts.scheme == "console":
        return True, server | {"backend": "django.core.mail.backends.console.EmailBackend"}
    is_ssl = parts.scheme == "smtps"
    try:
        port = parts.port or (465 if is_ssl else 25)
    except ValueError:
        port = 0
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or not port:
        raise EnvironmentProblem(f"{name}: expected smtp:// or smtps:// with a host, or console:")
    return True, server | {
        "backend": "django.core.mail.backends.smtp.EmailBackend",
        "host": parts.hostname,
        "port": port,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": not is_ssl and (port == 587 or parts.query == "tls=1"),
        "use_ssl": is_ssl,
    }
