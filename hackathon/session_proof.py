"""Setting a factor up shows it, too: nobody is asked again a moment later."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver

from hackathon.second_factor import FACTORS


@receiver(authenticator_added)
def shown(sender, request, user, authenticator, **kwargs) -> None:
    if authenticator.type in FACTORS:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=str(authenticator.type)
        )
