from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django import template
from django.conf import settings

from hackathon.accounts.second_factor import people
from hackathon.kernel.models.event import Event

register = template.Library()


@dataclass(frozen=True)
class Factors:
    """What somebody who signs in can show, and whom they ask if they have lost it."""

    totp: bool
    webauthn: bool
    recovery_codes: bool
    help_addresses: list[str]
    hours: int

    @property
    def codes_are_typed(self) -> bool:
        return self.totp or self.recovery_codes


@register.simple_tag
def factors_of(*forms: Any) -> Factors:
    """The factors of whom these forms of allauth are for: one of them is always there."""
    person = next(form.user for form in forms if form is not None)
    found = Authenticator.objects.filter(user=person)
    kinds = {factor.type for factor in found if has_something_left(factor)}
    own = [settings.HELP_EMAIL] if settings.HELP_EMAIL else []
    demanding = Event.objects.filter(slug__in=people().get(pk=person.pk).proves_in)
    others = demanding.exclude(contact_email="").exclude(contact_email__iexact=person.email)
    asked = others.values_list("contact_email", flat=True).distinct()
    return Factors(
        **{kind: kind in kinds for kind in ("totp", "webauthn", "recovery_codes")},
        help_addresses=[*own, *(address for address in asked if address not in own)],
        hours=settings.SECOND_FACTOR_WAIT_HOURS,
    )


def has_something_left(factor: Authenticator) -> bool:
    is_codes = factor.type == Authenticator.Type.RECOVERY_CODES
    return not is_codes or bool(factor.wrap().get_unused_codes())
