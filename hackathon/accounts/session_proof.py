"""What a session becomes when somebody signs in or sets a factor up."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils.translation import activate

from hackathon.accounts.second_factor import FACTORS
from hackathon.web import unsent
from hackathon.web.middleware import language_for


@receiver(user_logged_in)
def give_own_length(sender, request, user, **kwargs) -> None:
    """A session that had only kept typed text was a short one."""
    if request and request.session.get("_session_expiry") == unsent.SECONDS:
        request.session.set_expiry(None)


@receiver(user_logged_in)
def speak_to_reader(sender, request, user, **kwargs) -> None:
    """What is said about the sign-in is read on the next page, in the person's language."""
    if request:
        activate(language_for(request, user))


@receiver(authenticator_added)
def shown(sender, request, user, authenticator, **kwargs) -> None:
    """Setting a factor up shows it, too: nobody is asked again a moment later."""
    if authenticator.type in FACTORS:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=str(authenticator.type)
        )
