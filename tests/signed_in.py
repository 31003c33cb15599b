"""Sign a test's client in, as somebody who has just proven again who they are."""

import time

from allauth.account.internal.flows import login
from allauth.account.internal.userkit import user_id_to_str
from django.conf import settings


def confirmed(client, user, ago=0):
    """The client, signed in; the proof was given so many seconds ago."""
    client.force_login(user)
    session = client.session
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time() - ago, "reauthenticated": True}
    ]
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key  # new, where it is the data
    return client
