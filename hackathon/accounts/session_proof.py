"""What a session becomes when somebody signs in or sets a factor up."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import activate

from hackathon.accounts.second_factor import FACTORS
from hackathon.kernel.models.user import User
from hackathon.web import unsent
from hackathon.web.middleware import language_for


@receiver(user_logged_in)
def give_own_length(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A session that had only kept typed text was a short one."""
    if request and request.session.get("_session_expiry") == unsent.SECONDS:
        request.session.set_expiry(None)


@receiver(user_logged_in)
def speak_to_reader(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """What is said about the sign-in is read on the next page, in the person's language."""
    if request:
        activate(language_for(request, user))


@receiver(authenticator_added)
def note_new_factor(
    sender: Any, request: HttpRequest, user: User, authenticator: Any, **kwargs: Any
) -> None:
    """Setting a factor up shows it, too: nobody is asked again a moment later."""
    if authenticator.type in FACTORS:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=str(authenticator.type)
        )
