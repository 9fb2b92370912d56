"""The chart as Markdown: nested lists, a question, the command that asks it, and below each answer what follows."""

from __future__ import annotations

from cards.troubleshooting.chart import Chart


def written(chart: Chart) -> str:
    """The whole chart; a list's level is a turn in the chart."""
    return f"# {chart.title}\n\n{chart.sentence}\n\n" + "".join(_lines(chart, chart.root.id, 0))


def _lines(chart: Chart, name: str, depth: int) -> list[str]:
    indent = "  " * depth
    question = chart.questions.get(name)
    if question is None:
        end = chart.ends[name]
        return [f"{indent}- **{end.fault}.** {end.repair}\n"]
    lines = [f"{indent}- **{question.ask}** `{question.command}`\n"]
    for answer in question.answers:
        lines.append(f"{indent}  - *{answer.says}*\n")
        lines += _lines(chart, answer.to, depth + 2)
    return lines
