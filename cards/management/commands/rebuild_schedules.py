from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cards.studying import actions
from cards.studying.models import Review, Schedule


class Command(BaseCommand):
    help = "Makes all schedules anew from the log of reviews, a visitor at a time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("visitors", nargs="*", help="Only those of these visitors.")

    def handle(self, *args: Any, visitors: list[str], **options: Any) -> None:
        if not visitors:
            logs = Review.objects.order_by("visitor").values_list("visitor", flat=True)
            schedules = Schedule.objects.order_by("visitor").values_list("visitor", flat=True)
            visitors = sorted({*logs.distinct(), *schedules.distinct()})
        count = sum(actions.rebuild(visitor) for visitor in visitors)
        self.stdout.write(f"{count} schedules of {len(visitors)} visitors")
