"""A sheet as a Markdown file: the same statements, each with the number of its runs and the cards that show them."""

from __future__ import annotations

from django.urls import reverse

from cards.sheets.reading import Part, Reading, Statement
from cards.sheets.wording import as_markdown


def write(reading: Reading, address: str = "") -> str:
    """The whole sheet. `address` is put before the paths of cards, so that links work outside of the site."""
    sheet = reading.sheet
    lines = [f"# {sheet.title}", "", as_markdown(sheet.lead), ""]
    for section in reading.sections:
        lines += [f"## {section.title}", ""]
        for part in section.parts:
            lines += [*_part(part, address), ""]
    lines += ["## Read on", "", *(f"- [{link['title']}]({link['url']})" for link in sheet.links), ""]
    behind = f"Kubernetes {reading.kubernetes}, {sheet.runs} runs" if reading.kubernetes else f"{sheet.runs} runs"
    lines += ["---", "", f"Kubedrill · revised {sheet.revised.isoformat()} · {behind}"]
    return "\n".join(lines) + "\n"


def _part(part: Part, address: str) -> list[str]:
    match part.kind:
        case "facts":
            return [f"- {as_markdown(one.said['say'])} {_runs(one, address)}" for one in part.members]
        case "table":
            rows = [[*map(as_markdown, one.said["cells"]), _runs(one, address)] for one in part.members]
            return _table([*map(as_markdown, part.columns), "Runs"], rows)
        case "snippets":
            lines = []
            for one in part.members:
                lines += ["```yaml", one.said["yaml"], "```", "", _sentence(one, address), ""]
            return lines[:-1]
        case "commands":
            return [f"- `{one.said['run']}`: {_sentence(one, address)}" for one in part.members]
        case "fields":
            names = ("path", "doc", "rule", "default", "since")
            rows = [[f"`{one['path']}`", *(one[name] for name in names[1:])] for one in part.fields]
            return _table(["Field", "What it says", "Rule", "Default", "Since"], rows)
        case "chart":
            return [f"{as_markdown(part.caption)} [The chart]({address}{reverse('troubleshooting:chart')})"]
    if not part.picture:
        return []
    scene = part.picture.wide
    return [f"*{as_markdown(part.picture.caption)}* {scene.title}. {scene.description}"]


def _sentence(one: Statement, address: str) -> str:
    return f"{as_markdown(one.said['say'])} {_runs(one, address)}"


def _runs(one: Statement, address: str) -> str:
    cards = [f"[{proof.card.slug}]({address}/cards/{proof.card.slug}/)" for proof in one.proofs if proof.card]
    behind = f": {', '.join(cards)}" if cards else ""
    return f"({one.count} run{'' if one.count == 1 else 's'}{behind})"


def _table(columns: list[str], rows: list[list[str]]) -> list[str]:
    lines = [columns, ["---"] * len(columns), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
