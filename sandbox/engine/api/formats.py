"""Spellings that Kubernetes demands of names, ports and labels, in its own words.

Each function gives the complaints about one value, nothing where it is fine. Sources:
``k8s.io/apimachinery/pkg/util/validation`` and ``pkg/api/validate/content`` (release 1.37; the
first counts characters, the second bytes).
"""

from __future__ import annotations

import re
from functools import lru_cache

_LABEL_1123 = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN_1123 = rf"{_LABEL_1123}(\.{_LABEL_1123})*"
_LABEL_1123_UNDERSCORE = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
_SUBDOMAIN_UNDERSCORE = rf"{_LABEL_1123_UNDERSCORE}(\.{_LABEL_1123_UNDERSCORE})*"
_LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?"
_LABEL_KEY = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_LABEL_VALUE = f"({_LABEL_KEY})?"
_CONFIG_KEY = "[-._a-zA-Z0-9]+"
_ENV_NAME = "[-._a-zA-Z][-._a-zA-Z0-9]*"
_HTTP_HEADER = "[-A-Za-z0-9]+"
_PERCENT = "[0-9]+%"

Complaints = list[str]


def too_long(length: int) -> str:
    return f"must be no more than {length} characters"


def too_many_bytes(length: int) -> str:
    return f"must be no more than {length} bytes"


def not_between(low: int, high: int) -> str:
    return f"must be between {low} and {high}, inclusive"


def mismatch(message: str, pattern: str, *examples: str) -> str:
    """What a pattern demands, with examples (the odd blanks between them are Kubernetes' own)."""
    if not examples:
        return f"{message} (regex used for validation is '{pattern}')"
    shown = " or ".join(f"'{one}', " for one in examples)
    return f"{message} (e.g. {shown}regex used for validation is '{pattern}')"


_NOT_LABEL_1123 = mismatch(
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
    "and must start and end with an alphanumeric character",
    _LABEL_1123,
    "my-name",
    "123-abc",
)
_NOT_SUBDOMAIN = mismatch(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' "
    "or '.', and must start and end with an alphanumeric character",
    _SUBDOMAIN_1123,
    "example.com",
)
_NOT_SUBDOMAIN_UNDERSCORE = mismatch(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must "
    "start and end with an alphanumeric character",
    _SUBDOMAIN_UNDERSCORE,
    "example.com",
)
_NOT_LABEL_1035 = mismatch(
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with "
    "an alphabetic character, and end with an alphanumeric character",
    _LABEL_1035,
    "my-name",
    "abc-123",
)
_NOT_KEY = mismatch(
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    _LABEL_KEY,
    "MyName",
    "my.name",
    "123-abc",
)
_NOT_VALUE = mismatch(
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', "
    "and must start and end with an alphanumeric character",
    _LABEL_VALUE,
    "MyValue",
    "my_value",
    "12345",
)
_NOT_CONFIG_KEY = mismatch(
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
    _CONFIG_KEY,
    "key.name",
    "KEY_NAME",
    "key-name",
)
_NOT_HTTP_HEADER = mismatch(
    "a valid HTTP header must consist of alphanumeric characters or '-'", _HTTP_HEADER, "X-Header-Name"
)
_NOT_PERCENT = mismatch(
    "a valid percent string must be a numeric string followed by an ending '%'", _PERCENT, "1%", "93%"
)
_NOT_ENV_NAME = "a valid environment variable name must consist only of printable ASCII characters other than '='"

_is_label_1123 = re.compile(_LABEL_1123).fullmatch
_is_subdomain = re.compile(_SUBDOMAIN_1123).fullmatch
_is_subdomain_underscore = re.compile(_SUBDOMAIN_UNDERSCORE).fullmatch
_is_label_1035 = re.compile(_LABEL_1035).fullmatch
_is_key = re.compile(_LABEL_KEY).fullmatch
_is_value = re.compile(_LABEL_VALUE).fullmatch
_is_config_key = re.compile(_CONFIG_KEY).fullmatch
_is_http_header = re.compile(_HTTP_HEADER).fullmatch
_is_percent = re.compile(_PERCENT).fullmatch
_is_port_name = re.compile("[-a-z0-9]+").fullmatch
_has_letter = re.compile("[a-z]").search


def _bytes(value: str) -> int:
    return len(value) if value.isascii() else len(value.encode("utf-8", "surrogatepass"))


def dns1123_label(value: str) -> Complaints:
    """``my-name``, ``123-abc``: at most 63 characters."""
    if len(value) <= 63 and _is_label_1123(value):  # what fits is ASCII: as many bytes as characters
        return []
    found = [too_long(63)] if _bytes(value) > 63 else []
    if not _is_label_1123(value):
        found.append("must not contain dots" if _is_subdomain(value) else _NOT_LABEL_1123)
    return found


def dns1123_subdomain(value: str) -> Complaints:
    """``example.com``: labels with dots between, at most 253 characters."""
    if len(value) <= 253 and _is_subdomain(value):
        return []
    found = [too_long(253)] if _bytes(value) > 253 else []
    return found if _is_subdomain(value) else [*found, _NOT_SUBDOMAIN]


def dns1123_subdomain_with_underscore(value: str) -> Complaints:
    """``_tcp.example.com``, as a resolver's search domain may be."""
    found = [too_long(253)] if _bytes(value) > 253 else []
    return found if _is_subdomain_underscore(value) else [*found, _NOT_SUBDOMAIN_UNDERSCORE]


def dns1035_label(value: str) -> Complaints:
    """``my-name``, beginning with a letter."""
    if len(value) <= 63 and _is_label_1035(value):
        return []
    found = [too_long(63)] if _bytes(value) > 63 else []
    return found if _is_label_1035(value) else [*found, _NOT_LABEL_1035]


def qualified_name(value: str) -> Complaints:
    """A label's key: ``name`` or ``example.com/name``; also finalizers, appProtocol, classes."""
    if len(value) <= 317 and _is_qualified(value):
        return []
    parts = value.split("/")
    if len(parts) > 2:
        return [
            f"a valid label key {_NOT_KEY} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
        ]
    found: Complaints = []
    if len(parts) == 2:
        if not parts[0]:
            found.append("prefix part must be non-empty")
        else:
            over = [too_many_bytes(253)] if _bytes(parts[0]) > 253 else []
            wrong = [] if _is_subdomain(parts[0]) else [_NOT_SUBDOMAIN]
            found += [f"prefix part {said}" for said in over + wrong]
    name = parts[-1]
    if not name:
        found.append("name part must be non-empty")
    elif _bytes(name) > 63:
        found.append(f"name part {too_many_bytes(63)}")
    if not _is_key(name):
        found.append(f"name part {_NOT_KEY}")
    return found


@lru_cache(maxsize=4096)  # the same few keys stand on nearly all objects
def _is_qualified(value: str) -> bool:
    """Whether there is nothing to say about a key (what fits the patterns is ASCII)."""
    prefix, slash, name = value.rpartition("/")
    if slash and not (len(prefix) <= 253 and _is_subdomain(prefix)):
        return False
    return len(name) <= 63 and _is_key(name) is not None


def label_value(value: str) -> Complaints:
    """Empty, or at most 63 bytes of letters, digits, ``-``, ``_`` and ``.``."""
    if len(value) <= 63 and _is_value(value):
        return []
    found = [too_many_bytes(63)] if _bytes(value) > 63 else []
    return found if _is_value(value) else [*found, _NOT_VALUE]


def port_number(value: int) -> Complaints:
    return [] if 1 <= value <= 65535 else [not_between(1, 65535)]


def port_name(value: str) -> Complaints:
    """An IANA service name in lower case, at most 15 characters."""
    found = [too_long(15)] if _bytes(value) > 15 else []
    if not _is_port_name(value):
        found.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
    if not _has_letter(value):
        found.append("must contain at least one letter (a-z)")
    if "--" in value:
        found.append("must not contain consecutive hyphens")
    if value and (value[0] == "-" or value[-1] == "-"):
        found.append("must not begin or end with a hyphen")
    return found


def port_number_or_name(value: int | str) -> Complaints:
    return port_name(value) if isinstance(value, str) else port_number(value)


def config_map_key(value: str) -> Complaints:
    """A key of a ConfigMap or Secret: also a file's name, so neither ``.`` nor ``..``."""
    found = [too_long(253)] if _bytes(value) > 253 else []
    if not _is_config_key(value):
        found.append(_NOT_CONFIG_KEY)
    if value == ".":
        found.append("must not be '.'")
    elif value == "..":
        found.append("must not be '..'")
    elif value.startswith(".."):
        found.append("must not start with '..'")
    return found


def http_header_name(value: str) -> Complaints:
    return [] if _is_http_header(value) else [_NOT_HTTP_HEADER]


def percent(value: str) -> Complaints:
    return [] if _is_percent(value) else [_NOT_PERCENT]


def env_var_name(value: str) -> Complaints:
    """Printable ASCII without ``=`` (relaxed since 1.34)."""
    if not value:
        return ["environment variable name must be non-empty"]
    return [] if all(" " <= letter <= "~" and letter != "=" for letter in value) else [_NOT_ENV_NAME]


def path_segment(value: str) -> Complaints:
    """What any object's name has to be, so that it fits into a URL."""
    if value in (".", ".."):
        return [f"may not be '{value}'"]
    return [f"may not contain '{part}'" for part in ("/", "%") if part in value]
