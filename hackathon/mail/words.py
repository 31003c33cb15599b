"""What each kind of mail is called where organisers look at mails.

Each floor names its own in its ``mail_words.py``; none goes without.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

_names: dict[str, Any] = {}


def name_mails(names: Mapping[str, Any]) -> None:
    """Registers what mails of these templates are called, in the reader's language."""
    _names.update(names)


def name_of_mail(template: str) -> str:
    """The name; of a kind that is no longer there, its template."""
    return str(_names.get(template, template))


name_mails(
    {
        "mail/factor_was_kept": _("A second factor stays (to whoever had announced that it goes)"),
        "mail/help_link": _("A link to sign in"),
        "mail/help_sessions": _("Signed out everywhere"),
        "mail/organiser_add": _("Somebody has become an organiser"),
        "mail/organiser_remove": _("Somebody is no longer an organiser"),
        "mail/organiser_trust": _("What an organiser may see has changed"),
        "mail/person_announce_factor": _("A second factor will be taken away"),
        "mail/person_keep_factor": _("A second factor stays"),
        "mail/person_take_factor": _("A second factor was taken away"),
        "account/email/account_already_exists": _("There is an account already"),
        "account/email/account_deleted": _("The account was deleted"),
        "account/email/email_changed": _("The address was changed"),
        "account/email/email_confirm": _("The address was confirmed"),
        "account/email/email_confirmation": _("A code to confirm an address"),
        "account/email/email_confirmation_signup": _(
            "A code to confirm the address of a new account"
        ),
        "account/email/email_deleted": _("An address was removed"),
        "account/email/login_code": _("A code to sign in"),
        "account/email/password_changed": _("The password was changed"),
        "account/email/password_reset": _("The password was chosen anew"),
        "account/email/password_reset_code": _("A code to choose a new password"),
        "account/email/password_reset_key": _("A link to choose a new password"),
        "account/email/password_set": _("A password was set"),
        "account/email/prove_address": _("A code to change the address"),
        "account/email/prove_person": _("A code to go on with something important"),
        "account/email/unknown_account": _("There is no account"),
        "mfa/email/recovery_codes_generated": _("New recovery codes"),
        "mfa/email/totp_activated": _("An authenticator app was added"),
        "mfa/email/totp_deactivated": _("An authenticator app was removed"),
        "mfa/email/webauthn_added": _("A security key was added"),
        "mfa/email/webauthn_removed": _("A security key was removed"),
        "socialaccount/email/account_connected": _("The organisation's sign-in was connected"),
        "socialaccount/email/account_disconnected": _(
            "The organisation's sign-in was disconnected"
        ),
    }
)
