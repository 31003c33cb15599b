"""How allauth meets the house: its mails become rows, its people have a language."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.translation import get_language

from hackathon import doorbell
from hackathon.services.letterhead import laid_out
from hackathon.services.mail import queue_worded
from hackathon.services.wording import one_line


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

    def save_user(self, request, user, form, commit=True):
        user.language = get_language() or settings.LANGUAGE_CODE
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)
