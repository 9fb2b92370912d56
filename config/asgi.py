"""For streams, where a page will need them; pages are served by `config.wsgi`, which is several times cheaper."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_asgi_application()
