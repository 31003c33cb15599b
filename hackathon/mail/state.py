"""Where the mail stands that somebody waits for before a page: an account mail of their session."""

from datetime import timedelta

from allauth.account import app_settings
from django.http import HttpRequest

from hackathon.kernel.operations import database_clock
from hackathon.mail.models.mail import EmailLog

KEY = "awaited_mail"
# What is written instead of a code to an address with an account, or without one, lapses on the
# page when the code would have.
SIGN_IN = ("login_code", "unknown_account")
S = EmailLog.Status
PATIENCE = timedelta(seconds=8)  # so long a mail is on its way before the page says that it waits
SENT, ON_ITS_WAY, WAITS, LAPSED, REFUSED = "sent", "on its way", "waits", "lapsed", "refused"


def remember_mail(request: HttpRequest | None, mail: EmailLog) -> None:
    """Whatever mail it is: whether the address has an account must not show."""
    session = getattr(request, "session", None)
    if session is not None:
        session[KEY] = mail.pk


def awaited_mail(request: HttpRequest) -> EmailLog | None:
    number = request.session.get(KEY)
    return EmailLog.objects.filter(pk=number, entry=None).first() if number else None


def state_of(mail: EmailLog) -> str:

    now = database_clock()
    if mail.status == S.SENT:
        return SENT
    if mail.created_at + life_of(mail.template) <= now:
        return LAPSED
    if mail.status == S.FAILED:
        return REFUSED
    return WAITS if mail.created_at + PATIENCE <= now else ON_ITS_WAY


def life_of(template: str) -> timedelta:
    """How long a code is valid that this mail brings, or is sent in place of."""
    is_sign_in = template.endswith(SIGN_IN)
    return timedelta(
        seconds=app_settings.LOGIN_BY_CODE_TIMEOUT
        if is_sign_in
        else app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT
    )
