"""Filters for what the engine words: everything is escaped first, markup of ours is added after."""

import re
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from sandbox import observations
from sandbox.pictures import stations
from sandbox.plays import command_of

register = template.Library()

_TICKED = re.compile(r"`([^`]+)`")
_NAME = re.compile(r"(?<![\w&#;/.-])(?:[a-z0-9.-]+/)?[a-z0-9]+(?:-[a-z0-9]+)+(?![\w-])")
_NAMES = {"dns": "DNS", "kube-proxy": "kube-proxy"}
# Raw HTML stays text, and links go nowhere but to the web.
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")

_INLINE = MarkdownIt("zero", {"html": False}).enable(["backticks", "emphasis", "escape"])


@register.filter
def ticked(text: str) -> SafeString:
    """Words between backticks as code, and names with dashes kept on one line."""
    parts = _TICKED.split(escape(text))  # every second one stood between backticks
    return mark_safe(  # noqa: S308 - escaped above
        "".join(
            f"<code>{part}</code>" if position % 2 else _NAME.sub(r'<span class="whole">\g<0></span>', part)
            for position, part in enumerate(parts)
        )
    )


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown as HTML; HTML inside it is shown, never run."""
    html: str = _MARKDOWN.render(text)
    return mark_safe(html)  # noqa: S308 - HTML inside the text was escaped by the renderer


@register.filter
@lru_cache(maxsize=4096)  # the same questions stand on many pages, and in long lists
def inline(text: str) -> SafeString:
    """One line of Markdown: code and emphasis, no paragraph around it and no links."""
    html: str = _INLINE.renderInline(text.strip())
    return mark_safe(html)  # noqa: S308 - HTML inside the text was escaped by the renderer


@register.filter
def numbered(text: str) -> list[tuple[int, str]]:
    """The lines of a text with their numbers from 1."""
    return list(enumerate(str(text).splitlines(), start=1))


@register.filter
def lines(because: list[dict[str, Any]]) -> str:
    """The lines that facts stand on, for the attribute data-lines."""
    return " ".join(str(line) for line in stations.lines_of(because))


@register.filter
def place(fact: dict[str, Any]) -> dict[str, str]:
    """Where the line of a fact is on the page: `href` and `name`; of a playground, in the command that applied it."""
    line = fact.get("line")
    if not line or fact.get("source") == "claims":
        return {}
    number = command_of(fact.get("source"))
    if number:
        return {"href": f"#c{number}-l{line}", "name": f"line {line}", "within": f"command {number}"}
    return {"href": f"#line-{line}", "name": f"line {line}", "lines": str(line)}


@register.filter
def brief(value: Any) -> str:
    """A value where it is short enough to stand beside its field, else nothing."""
    return observations.short_value(value)


@register.filter
def claimed(step: dict[str, Any]) -> str:
    """What a step of a card claims: its own sentence, or the step in few words."""
    return observations.claimed(step)


@register.filter
def spaced(slug: str) -> str:
    """A slug as words: ``traffic-policy`` is ``traffic policy``. Names that Kubernetes writes otherwise stay so."""
    return _NAMES.get(slug) or slug.replace("-", " ")
