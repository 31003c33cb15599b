import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hackathon.settings")

# Pages are short and ask the database often: a thread that has its answer soon goes on.
sys.setswitchinterval(0.0005)

application = get_wsgi_application()
