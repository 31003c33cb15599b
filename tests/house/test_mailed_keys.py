"""A link that was mailed lets nobody in as somebody else, whatever becomes of the address."""

import re
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.test import Client

from hackathon.accounts.services.sign_in_help import announce_factor
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.wording import keep_context, word_mail
from hackathon.models import EmailLog
from judging.models import Judge
from judging.seats.services.jury import invite_judge
from teams.help.services.coaches import invite_coach
from teams.models import Coach, Invitation
from tests.factories import EventFactory, MemberFactory, OrganiserFactory, UserFactory

pytestmark = pytest.mark.django_db
TEMPLATES = Path(settings.BASE_DIR) / "templates"
WRITTEN_TO, OTHER = "written.to@example.org", "other@example.org"
KEYS = re.compile(r"(\w+)(?:\.token|\|token_mailed_to|\|sign_in_path)")


def mails_with_keys():
    """Each mail that carries a key, and the row of its context that the key is about."""
    found = {path: KEYS.search(path.read_text()) for path in TEMPLATES.rglob("mail/*.txt")}
    return [
        (str(path.relative_to(TEMPLATES)).removesuffix(".txt"), key[1])
        for path, key in sorted(found.items())
        if key
    ]


def scene():
    """Somebody was written to in every way; another person has the other address."""
    event = EventFactory(during="registration")
    boss = OrganiserFactory(event=event, user__is_superuser=True).user
    seat = MemberFactory(team__event=event)
    reader, other = UserFactory(email=WRITTEN_TO), UserFactory(email=OTHER)
    for person in (reader, other):
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    without_phone = UserFactory()
    TOTP.activate(without_phone, generate_totp_secret())
    with unguarded("test"):
        judge = Judge.objects.create(event=event, name="J", email=WRITTEN_TO)
        coach = Coach.objects.create(event=event, name="C", email=WRITTEN_TO)
        invitation = Invitation.offering(
            seat.team, WRITTEN_TO, invited_by=seat.user, created_at=event.registration_opens_at
        )
        invitation.save()
    invite_judge(actor=boss, judge=judge)
    invite_coach(actor=boss, coach=coach)
    announced = announce_factor(actor=boss, person=without_phone, reason="Lost")
    rows = {"event": event, "judge": judge, "coach": coach, "invitation": invitation}
    return rows | {"person": reader, "help": announced}, reader, other


def link_in(template, rows):
    """The link of the mail as it is worded by now, for who was written to."""
    mail = EmailLog(template=template, recipient=WRITTEN_TO, context=keep_context(rows))
    _subject, text, _html = word_mail(mail)
    return re.search(rf"{re.escape(settings.SITE_URL)}(\S+)", text)[1]


def let_in_by(link, person=None):
    """As whom the browser is signed in after following the link and pressing its button."""
    client = Client()
    if person:
        client.force_login(person)
    client.get(link)
    client.post(link)
    return int(client.session.get(SESSION_KEY, 0))


def move_address(row, other):
    """The row is about the other address from now on, by whatever way that came."""
    with unguarded("test"):
        if hasattr(row, "password"):
            type(row).objects.filter(pk=other.pk).update(email="gone@example.org")
            EmailAddress.objects.filter(user=other).delete()
            EmailAddress.objects.filter(user=row).update(email=OTHER)
        type(row).objects.filter(pk=row.pk).update(email=OTHER)


@pytest.mark.parametrize("is_worded_late", [False, True])
@pytest.mark.parametrize(("template", "name"), mails_with_keys())
def test_a_mailed_key_lets_nobody_in_once_its_row_is_about_another_address(
    template, name, is_worded_late
):
    rows, reader, other = scene()
    row = rows[name]
    link = link_in(template, rows)

    if hasattr(row, "email"):
        move_address(row, other)
    if is_worded_late:  # the mail waited in the queue until now
        link = link_in(template, rows)

    assert let_in_by(link) == 0
    assert let_in_by(link, reader) == reader.pk
    assert not Judge.objects.exclude(user=None).exists()
    assert not Coach.objects.exclude(user=None).exists()
    assert not Invitation.objects.exclude(accepted_at=None).exists()


@pytest.mark.parametrize("template", ["judging/mail/invitation", "mail/help_link"])
def test_a_mailed_key_lets_in_who_was_written_to(template):
    """Otherwise the test above would say nothing of these two."""
    assert template in dict(mails_with_keys())
    rows, reader, _other = scene()

    assert let_in_by(link_in(template, rows)) == reader.pk
