"""The list of mails tells nobody what the log keeps for who may know how the marks stand."""

import pytest
from django.urls import reverse

from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail
from hackathon.models import EmailLog
from judging.progress.services import open_discussion
from judging.ranking.services.calculation import calculate
from judging.ranking.services.ties import announce_ties
from tests.factories import OrganiserFactory
from tests.judging.ranking.level import level_at_the_top

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sees_marks", [False, True])
def test_that_a_tie_waits_stands_in_the_list_of_mails_for_few(client, sees_marks):
    challenge, _judges, _entered = level_at_the_top()
    calculate(event=challenge.event)
    assert announce_ties(event=challenge.event) == 1
    client.force_login(OrganiserFactory(event=challenge.event, sees_marks=sees_marks).user)
    places = [reverse("admin:hackathon_emaillog_changelist"), reverse("admin:index")]
    with_promise = [client.get(place).text for place in places]
    relay_promises()
    mail = EmailLog.objects.get(template="judging/mail/tie_waits")

    one = client.get(reverse("admin:hackathon_emaillog_change", args=[mail.pk]), follow=True)
    with_mail = [client.get(place).text for place in places]

    assert ("A tie waits" in with_mail[0]) is sees_marks
    assert ("A tie waits" in one.text) is sees_marks
    if not sees_marks:
        EmailLog.objects.all().delete()
        without = [client.get(place).text for place in places]
        bare = [plain(pages) for pages in (with_promise, with_mail, without)]
        assert bare[0] == bare[1] == bare[2]


def plain(pages):
    """Without the tokens of forms, which are other ones each time."""
    return [
        [line for line in page.splitlines() if "csrf" not in line and "nonce" not in line]
        for page in pages
    ]


def test_the_mail_about_the_discussion_fits_the_phase():
    challenge, (president, member), _entered = level_at_the_top()
    open_discussion(actor=president.user, challenge=challenge)
    relay_promises()

    mails = EmailLog.objects.filter(template="judging/mail/discussion")
    text = word_mail(mails.get(recipient=member.user.email))[1]

    assert "As soon as you have handed in" not in text
    assert "You can read the marks and comments of the others." in text
