from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cards import actions, content


class Command(BaseCommand):
    help = "Loads the content files into the database. Doing it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=content.FOLDER)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        cards, problems = content.read(folder)
        if problems:
            raise CommandError("\n".join(map(str, problems)))
        loaded = actions.load(cards)
        self.stdout.write(
            f"{len(cards)} cards: {loaded.created} new, {loaded.updated} changed, {loaded.unchanged} as they were, "
            f"{loaded.retired} retired"
        )
