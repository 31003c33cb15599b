"""What can be alike between a judge and a team."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sign(TextChoices):
    ORGANISATION = "organisation", _("the same organisation")
    DOMAIN = "domain", _("the same mail domain")
    COACH = "coach", _("had a request for help of the team in hand, as a coach")
    OWNER = "owner", _("owns the team's challenge")
    ACCOUNT = "account", _("the same account or mailbox as a member")
    PERSON = "person", _("the same person as a member, by the name and more")
    FORMER = "former", _("was a member of the team")
