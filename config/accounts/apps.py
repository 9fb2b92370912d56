from django.apps import AppConfig


class Accounts(AppConfig):
    """Accounts, tokens and one's own data. It stands above the rooms whose rows it hands over, exports and erases."""

    name = "config.accounts"
    label = "accounts"

    def ready(self) -> None:
        from config.accounts import authentication, receivers  # noqa: F401 - each registers itself
