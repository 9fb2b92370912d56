from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import content
from sandbox import proofs


class Command(BaseCommand):
    help = "Loads the content files into the database and carries their claims out. Doing it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        problems = content.problems()
        if problems:
            raise CommandError("\n".join(map(str, problems)))
        try:
            for room in content.ROOMS:
                self.stdout.write(room.load())
            runs = proofs.carry_out(content.claimed())
        except proofs.CannotBeProved as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{runs} runs on the engine")
        for room in content.ROOMS:
            if room.complete:
                self.stdout.write(room.complete())
