"""Whoever decides a tie is told that it waits: on the desk, and once by mail."""

import pytest
from django.urls import reverse

from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.models import AuditEntry, EmailLog
from judging.models import Conflict, Score
from judging.progress.services import open_discussion
from judging.ranking.services.calculation import calculate
from judging.ranking.services.ties import announce_ties
from tests.factories import JudgeFactory, PanelSeatFactory
from tests.judging.ranking.level import decide, level_at_the_top

pytestmark = pytest.mark.django_db
WAIT = "ties wait for your decision."


@pytest.fixture
def scene():
    return level_at_the_top()


def desk_of(client, challenge, judge):
    client.force_login(judge.user)
    return client.get(reverse("judging:desk", args=[challenge.event.slug])).text


def written_to():
    relay_promises()
    mails = EmailLog.objects.filter(template="judging/mail/tie_waits")
    return sorted(mails.values_list("recipient", flat=True))


def tie(judge, submission):
    with unguarded("test"):
        Conflict.objects.create(
            judge=judge, team=submission.team, declared_at=submission.submitted_at
        )


def test_the_president_reads_it_on_the_desk_with_the_way_to_decide(client, scene):
    challenge, (president, member), entered = scene
    assert WAIT not in desk_of(client, challenge, president)
    calculate(event=challenge.event)

    text = desk_of(client, challenge, president)
    assert f"{challenge.title}: 2 {WAIT}" in text
    assert reverse("judging:ranking", args=[challenge.event.slug, challenge.slug]) in text
    assert WAIT not in desk_of(client, challenge, member)

    decide(challenge, president, entered["Birch"], entered["Amber"])
    assert "1 tie waits for your decision." in desk_of(client, challenge, president)
    decide(challenge, president, entered["Dune"], entered["Elder"])
    assert "for your decision." not in desk_of(client, challenge, president)


def test_the_president_is_written_to_once_when_the_ranking_is_there(scene):
    challenge, (president, _member), entered = scene
    assert announce_ties(challenge.event) == 0
    calculate(event=challenge.event)

    assert announce_ties(challenge.event) == 1
    assert announce_ties(challenge.event) == 0
    assert written_to() == [president.user.email]

    # Other marks of a project that is not level leave the same ties.
    with unguarded("test"):
        Score.objects.filter(scorecard__version__submission=entered["Cedar"]).update(value=1)
    calculate(event=challenge.event)
    assert announce_ties(challenge.event) == 0
    assert written_to() == [president.user.email]


def test_a_new_tie_is_a_new_mail(scene):
    challenge, (president, _member), entered = scene
    calculate(event=challenge.event)
    announce_ties(challenge.event)
    with unguarded("test"):
        Score.objects.filter(scorecard__version__submission=entered["Cedar"]).update(value=2)
    calculate(event=challenge.event)

    assert announce_ties(challenge.event) == 1
    assert written_to() == [president.user.email] * 2


def test_nobody_is_written_to_while_judging_is_open_or_the_rules_leave_ties():
    for made in (level_at_the_top(during="judging"), level_at_the_top(ladder=("median",))):
        event = made[0].event
        calculate(event=event)
        assert announce_ties(event) == 0
    assert written_to() == []


def test_who_is_tied_to_a_team_learns_nothing_and_the_deputy_is_told(client, scene):
    challenge, (president, _member), entered = scene
    tie(president, entered["Elder"])
    calculate(event=challenge.event)
    assert announce_ties(challenge.event) == 0
    assert "for your decision." not in desk_of(client, challenge, president)

    deputy = JudgeFactory(event=challenge.event)
    PanelSeatFactory(judge=deputy, challenge=challenge, role="deputy")
    assert announce_ties(challenge.event) == 1
    assert written_to() == [deputy.user.email]
    assert f"2 {WAIT}" in desk_of(client, challenge, deputy)
    assert "for your decision." not in desk_of(client, challenge, president)
    assert "sha256" not in str(AuditEntry.objects.get(verb="tie.announce").data)


def test_the_panel_is_written_to_when_its_discussion_is_opened(client):
    challenge, (president, member), _entered = level_at_the_top(during="judging")
    PanelSeatFactory(judge=JudgeFactory(event=challenge.event), challenge=challenge, role="reserve")
    client.force_login(president.user)
    progress = reverse("judging:progress", args=[challenge.event.slug])
    opening = reverse("judging:open_discussion", args=[challenge.event.slug, challenge.slug])
    assert client.get(progress).text.count(opening) == 1  # one way, not two of the same name

    open_discussion(actor=president.user, challenge=challenge)
    relay_promises()

    mails = EmailLog.objects.filter(template="judging/mail/discussion")
    assert [mail.recipient for mail in mails] == [member.user.email]
