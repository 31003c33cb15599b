"""How allauth meets the house: its mails become rows, its people have a language."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hackathon import doorbell
from hackathon.services.letterhead import laid_out
from hackathon.services.mail import queue_worded
from hackathon.services.wording import one_line
from hackathon.texts import harmless


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue the mail instead of sending it here: a slow mail server delays no page.

        The time it takes to answer must not tell whether the address is known, either.
        """
        site = {"site_url": settings.SITE_URL, "site_name": settings.SITE_NAME}
        message = self.render_mail(template_prefix, email, {"email": email, **site, **context})
        language = get_language() or settings.LANGUAGE_CODE
        subject = one_line(message.subject)
        queue_worded(
            recipient=email,
            language=language,
            template=template_prefix,
            subject=subject,
            text=message.body,
            html=laid_out(subject, message.body, language),
        )
        doorbell.ring()

    def send_account_already_exists_mail(self, email: str) -> None:
        """With the work that a new account takes: a stopwatch learns nothing, either."""
        make_password(email)
        super().send_account_already_exists_mail(email)

    def save_user(self, request, user, form, commit=True):
        user.language = get_language() or settings.LANGUAGE_CODE
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)


class PeopleBackend(AuthenticationBackend):
    def get_user(self, user_id):
        """The signed-in person, with what is asked of them, in the one query of every page."""
        from hackathon.second_factor import people  # this module is read before the models are

        person = people().filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None


class OrganisationAdapter(DefaultSocialAccountAdapter):
    def populate_user(self, request, sociallogin, data):
        """Who comes from the organisation's sign-in brings their address and name along."""
        user = sociallogin.user
        user.email = (data.get("email") or "").lower()
        given = " ".join(filter(None, (data.get("first_name"), data.get("last_name"))))
        user.name = harmless(data.get("name") or given).strip()[:80]
        user.language = get_language() or settings.LANGUAGE_CODE
        return user


class FactorAdapter(DefaultMFAAdapter):
    """Secrets are unreadable in a copy of the database, and the last needed factor stays."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This code is not right, or was used before. Type the digits that the app shows now."
        )
    }

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator) -> bool:
        from hackathon.second_factor import has_another, is_demanded

        person = authenticator.user
        return has_another(person, authenticator) or not is_demanded(person)


def cipher() -> Fernet:
    key = hashlib.sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
