from django.apps import AppConfig


class Site(AppConfig):
    """The site's own templates and static files (`config/templates`, `config/static`), and its Celery application."""

    name = "config"
    label = "site"

    def ready(self) -> None:
        # Tasks of the web process go to this application's broker. It is not imported in `config/__init__.py`: the
        # preparation runs as `python -m config.prepare` before there is a Celery.
        from config import celery  # noqa: F401
