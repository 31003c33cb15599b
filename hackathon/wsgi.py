import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hackathon.settings")

# Pages are short and ask the database often: a thread that has its answer soon goes on.
sys.setswitchinterval(0.0005)

django_application = get_wsgi_application()

from hackathon.web.kept_pages import KeptPages  # noqa: E402 - the models have to be there

application = KeptPages(django_application)

if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
    # Without it every page would be an error; better to say so before the first one is asked for.
    raise ImproperlyConfigured(
        f"STATIC_ROOT ({settings.STATIC_ROOT}) holds no static files: run bin/manage collectstatic."
    )
