"""How allauth meets the house: its mails become rows, its people have a language."""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hackathon.kernel import doorbell
from hackathon.kernel.models.user import User
from hackathon.kernel.operations import database_clock
from hackathon.kernel.texts import harmless
from hackathon.mail.services.letterhead import laid_out
from hackathon.mail.services.queueing import queue_worded
from hackathon.mail.services.wording import one_line
from hackathon.mail.state import life_of, remember_mail
from hackathon.web.forms import LONGEST_ADDRESS
from hackathon.web.site_paths import split_address

validate_length = MaxLengthValidator(LONGEST_ADDRESS)


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue the mail instead of sending it here: a slow mail server delays no page.

        The time it takes to answer must not tell whether the address is known, either.
        """
        site = {"site_url": settings.SITE_URL, "site_name": settings.SITE_NAME}
        told = with_own_addresses(context)
        message = self.render_mail(template_prefix, email, {"email": email, **site, **told})
        language = get_language() or settings.LANGUAGE_CODE
        subject = one_line(message.subject)
        mail = queue_worded(
            recipient=email,
            language=language,
            template=template_prefix,
            subject=subject,
            text=message.body,
            html=laid_out(subject, message.body, language),
            lapses_at=lapse_of(template_prefix, context),
        )
        remember_mail(allauth_context.request, mail)
        doorbell.ring()

    def is_safe_url(self, url: str | None) -> bool:
        """What cannot be read as an address is no way on; the library would fail over it."""
        return split_address(url or "") is not None and super().is_safe_url(url)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whoever proves their password stays signed in, also where it is hashed anew by that.

        A hash that is older than what the site uses by now is replaced as soon as the password is
        known, and a session holds for the hash that it began with.
        """
        is_right = super().reauthenticate(user, password)
        if is_right:
            user.refresh_from_db(fields=["password"])
            session = allauth_context.request.session
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        return is_right

    def clean_email(self, email: str) -> str:
        """Refuses in words what no column holds, before allauth looks it up or writes to it."""
        validate_length(email)
        return super().clean_email(email)

    def send_account_already_exists_mail(self, email: str) -> None:
        """With the work that a new account takes: a stopwatch learns nothing, either."""
        make_password(email)
        super().send_account_already_exists_mail(email)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.language = get_language() or settings.LANGUAGE_CODE
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)


def with_own_addresses(context: dict[str, Any]) -> dict[str, Any]:
    """Links lead to SITE_URL, whatever host and port the request was sent to."""
    host = allauth_context.request.get_host() if allauth_context.request else ""
    return {name: at_own_address(value, host) for name, value in context.items()}


def at_own_address(value: Any, host: str) -> Any:
    parts = urlsplit(value) if isinstance(value, str) and "://" in value else None
    if parts is None or parts.scheme not in ("http", "https") or parts.netloc != host:
        return value
    return settings.SITE_URL + urlunsplit(("", "", *parts[2:]))


def lapse_of(template_prefix: str, context: dict[str, Any]) -> datetime | None:
    """The instant from which on nobody can use what the mail brings; none for other mails."""
    if "code" in context:
        life = life_of(template_prefix)
    elif template_prefix.endswith("password_reset_key"):
        life = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    else:
        return None
    return database_clock() + life


class PeopleBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        """The signed-in person, with what is asked of them, in the one query of every page."""
        from hackathon.accounts.second_factor import person_by_number  # needs the models

        person = person_by_number(user_id)
        return person if person and self.user_can_authenticate(person) else None


class OrganisationAdapter(DefaultSocialAccountAdapter):
    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> User:
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

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        from hackathon.accounts.second_factor import has_another, is_demanded

        person = authenticator.user
        return has_another(person, authenticator) or not is_demanded(person)


def cipher() -> Fernet:
    key = hashlib.sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
