from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import content
from sandbox import cases, runner


class Command(BaseCommand):
    help = (
        "Writes every claim of all content as cases in the corpus's format: DIR/cases without expectations, and what "
        "the engine observes in DIR/observed. Carry the cases out on a real cluster and compare."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if problems := content.problems():
            raise CommandError("\n".join(map(str, problems)))
        try:
            written = cases.write(content.claimed(), folder)
        except (cases.CannotExport, OSError) as problem:
            raise CommandError(str(problem)) from problem
        failed = runner.observe(folder / "cases", folder / "observed")
        if failed:
            raise CommandError(f"the engine broke at {failed} of {written} cases (see above)")
        self.stdout.write(f"{written} cases, each with the engine's observation")
