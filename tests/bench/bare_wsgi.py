"""The bare view, served as the application is: its threads change as soon as each other's."""

import sys

from django.core.wsgi import get_wsgi_application

sys.setswitchinterval(0.0005)
application = get_wsgi_application()
