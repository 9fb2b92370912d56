"""`./manage.py password_link somebody@example.org` prints the link by which they set a new password."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse


class Command(BaseCommand):
    help = "Print the link by which somebody who forgot the password sets a new one: for sites that send no mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--site", default="http://127.0.0.1:8000/", help="the site's own address")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"], is_active=True).first()
        if user is None:
            raise CommandError(f"there is no account with the address {options['email']}")
        key = default_token_generator.make_token(user)
        words = {"uidb36": user_pk_to_url_str(user), "key": key}
        path = reverse("account_reset_password_from_key", kwargs=words)
        self.stdout.write(f"{options['site'].rstrip('/')}{path}")
        self.stdout.write("It is good once, for three days. Pass it on to nobody else.")
