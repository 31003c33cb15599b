"""How allauth meets the house: its mails become rows, its people have a language."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.translation import get_language

from hackathon import doorbell
from hackathon.services.mail import queue_worded
from hackathon.services.wording import one_line


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue the mail instead of sending it here: a slow mail server delays no page.

        The time it takes to answer must not tell whether the address is known, either.
        """
        context = {"email": email, "site_url": settings.SITE_URL, **context}
        message = self.render_mail(template_prefix, email, context)
        html = next((str(body) for body, _ in getattr(message, "alternatives", [])), "")
        queue_worded(
            recipient=email,
            language=get_language() or settings.LANGUAGE_CODE,
            template=template_prefix,
            subject=one_line(message.subject),
            text=message.body,
            html=html,
        )
        doorbell.ring()

    def save_user(self, request, user, form, commit=True):
        user.language = get_language() or settings.LANGUAGE_CODE
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)
