"""What the publish page shows is what becomes public, or nothing does."""

import html
import re
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hackathon.events.services import edit_event
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.models import AuditEntry, EmailLog, OutboxMessage
from judging.models import Award, Scorecard
from judging.ranking.services.calculation import calculate
from judging.seats.services.leaving import excuse_judge
from teams.models import Member
from teams.rulings.services import correct_team, move_member
from tests.factories import (
    ChallengeFactory,
    OrganiserFactory,
    PrizeFactory,
    TeamFactory,
    UserFactory,
)
from tests.judging.ranking.level import level_at_the_top
from tests.publishing import give_award
from tests.signed_in import confirmed

FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
REFUSED = "Nothing was published."
REASON = "The jury prefers it after the pitches."


def url(name, *args):
    return reverse(f"admin:judging_results_{name}", args=args)


def press(client, event, page):
    """Send the publish page's form exactly as the page shows it."""
    sent = {name: html.unescape(value) for name, value in FIELD.findall(page.text)}
    return client.post(url("publish", event.pk), sent, follow=True)


@pytest.fixture
def scene(db):
    """Three ranked projects (Amber and Birch first together), and their one prize."""
    challenge, judges, entered = level_at_the_top()
    prize = PrizeFactory(challenge=challenge)
    first, second = (OrganiserFactory(event=challenge.event).user for _ in range(2))
    return challenge, prize, judges, entered, first, second


@pytest.fixture
def decided(scene):
    """The prize is given to Amber, and the first organiser looks at the publish page."""
    challenge, prize, _judges, entered, first, _second = scene
    give_award(actor=first, prize=prize, submission=entered["Amber"], reason=REASON)
    client = confirmed(Client(), first)
    return client, client.get(url("publish", challenge.event.pk))


def nothing_is_public(event):
    event.refresh_from_db()
    relay_promises()
    told = OutboxMessage.objects.filter(entry__verb="results.publish")
    mails = EmailLog.objects.filter(entry__verb="results.publish")
    return event.published_at is None and not told.exists() and not mails.exists()


def test_what_was_confirmed_is_published_and_written_to_whom_the_page_counted(scene, decided):
    challenge = scene[0]
    client, page = decided

    answer = press(client, challenge.event, page)

    assert answer.redirect_chain == [(url("change", challenge.event.pk), 302)]
    challenge.event.refresh_from_db()
    assert challenge.event.published_at
    relay_promises()
    counts = page.context["draft"].content["mails"]
    for template, mail in counts.items():
        assert EmailLog.objects.filter(template=template).count() == mail["count"]
    assert EmailLog.objects.count() == sum(mail["count"] for mail in counts.values()) > 3


@pytest.mark.django_db(transaction=True)
def test_another_winner_meanwhile_is_refused_with_both_versions():
    challenge, _judges, entered = level_at_the_top()
    event, prize = challenge.event, PrizeFactory(challenge=challenge)
    first, second = (OrganiserFactory(event=event).user for _ in range(2))
    give_award(actor=first, prize=prize, submission=entered["Amber"], reason=REASON)
    client = confirmed(Client(), first)
    page = client.get(url("publish", event.pk))
    answers = []
    award = Award.objects.get()

    def give_to_another():
        try:
            give_award(
                actor=second,
                prize=prize,
                submission=entered["Birch"],
                reason=REASON,
                instead_of=award.mark,
            )
        finally:
            connection.close()

    def publish():
        try:
            answers.append(press(client, event, page))
        finally:
            connection.close()

    for job in (give_to_another, publish):
        thread = threading.Thread(target=job)
        thread.start()
        thread.join()

    assert REFUSED in answers[0].text
    assert "Amber" in answers[0].text
    assert "Birch" in answers[0].text
    assert nothing_is_public(event)
    press(client, event, answers[0])
    event.refresh_from_db()
    assert event.published_at


def changes(challenge, prize, judges, entered, first, second):
    """What may happen between the page and the press, and a word of what the page then says."""
    event = challenge.event
    team = TeamFactory(event=event, challenge=challenge)

    def reworded():
        with unguarded("test"):
            prize.reward_nl = "Duizend euro"
            prize.save()

    def another_reason():
        give_award(
            actor=second,
            prize=prize,
            submission=entered["Amber"],
            reason="They showed it works.",
            instead_of=Award.objects.get().mark,
        )

    return {
        "the prize is worded anew in another language": reworded,
        "the reason is another": another_reason,
        "the winning team has another name": lambda: correct_team(
            actor=second, team=entered["Amber"].team, reason=REASON, name="Another name"
        ),
        "somebody has joined, and would be written to": lambda: move_member(
            actor=second, user=UserFactory(), team=team, reason=REASON
        ),
        "a project lower down is ruled out": lambda: ruled_out(entered["Elder"]),
    }


def ruled_out(submission):
    with unguarded("test"):
        submission.triage = "no"
        submission.save()


NAMES = [
    "the prize is worded anew in another language",
    "the reason is another",
    "the winning team has another name",
    "somebody has joined, and would be written to",
    "a project lower down is ruled out",
]


@pytest.mark.parametrize("name", NAMES)
def test_whatever_else_the_page_showed_holds_the_publication_up_if_it_changed(scene, decided, name):
    client, page = decided
    changes(*scene)[name]()
    calculate(event=scene[0].event)

    answer = press(client, scene[0].event, page)

    assert REFUSED in answer.text
    assert answer.context["differences"]
    assert nothing_is_public(scene[0].event)


def test_a_challenge_with_projects_needs_a_prize(scene, decided):
    challenge, prize, *_rest = scene
    client, _page = decided
    with unguarded("test"):
        Award.objects.all().delete()
        prize.delete()

    page = client.get(url("publish", challenge.event.pk))

    assert "has 5 projects and no prize" in page.text
    assert reverse("admin:challenges_prize_add") in page.text
    assert "Publish the results" not in page.text
    assert REFUSED in client.post(url("publish", challenge.event.pk), {}, follow=True).text
    assert nothing_is_public(challenge.event)


def test_a_winner_who_moved_to_another_challenge_is_not_silently_the_winner(scene, decided):
    challenge, _prize, _judges, entered, first, _second = scene
    client, page = decided
    elsewhere = ChallengeFactory(event=challenge.event, title="Night trains")
    PrizeFactory(challenge=elsewhere)
    correct_team(actor=first, team=entered["Amber"].team, reason=REASON, challenge=elsewhere)
    calculate(event=challenge.event)

    answer = press(client, challenge.event, page)

    assert REFUSED in answer.text
    assert "is now in the challenge “Night trains”" in answer.text
    assert nothing_is_public(challenge.event)


def test_marks_set_aside_after_the_award_are_said_and_the_prize_is_decided_again(scene):
    challenge, prize, judges, entered, first, _second = scene
    with unguarded("test"):
        cards = Scorecard.objects.filter(version__submission=entered["Birch"])
        cards.filter(judge=judges[1]).update(set_aside_at=timezone.now(), set_aside_reason="x")
    give_award(actor=first, prize=prize, submission=entered["Amber"], reason=REASON)
    client = confirmed(Client(), first)
    page = client.get(url("publish", challenge.event.pk))
    with unguarded("test"):
        judges[1].scorecards.filter(version__title="Amber").first().scores.update(value=1)
    calculate(event=challenge.event)

    answer = press(client, challenge.event, page)

    assert REFUSED in answer.text
    assert "place in the ranking has changed" in answer.text
    assert nothing_is_public(challenge.event)


def test_a_judge_who_leaves_with_their_marks_after_the_award_holds_the_publication_up(scene):
    challenge, prize, judges, entered, first, _second = scene
    give_award(actor=first, prize=prize, submission=entered["Amber"], reason=REASON)
    client = confirmed(Client(), first)
    page = client.get(url("publish", challenge.event.pk))
    excuse_judge(actor=first, judge=judges[1], reason="Ill.", set_aside=True)
    calculate(event=challenge.event)

    answer = press(client, challenge.event, page)

    assert REFUSED in answer.text
    assert "scorecards that count have changed" in answer.text
    assert nothing_is_public(challenge.event)


def test_pressing_twice_publishes_once(scene, decided):
    client, page = decided
    press(client, scene[0].event, page)

    again = press(client, scene[0].event, page)

    assert "not possible now" in again.text
    assert AuditEntry.objects.filter(verb="results.publish").count() == 1


def test_a_page_that_was_tampered_with_publishes_nothing(scene, decided):
    client, _page = decided

    answer = client.post(url("publish", scene[0].event.pk), {"shown": "made-up"}, follow=True)

    assert REFUSED in answer.text
    assert nothing_is_public(scene[0].event)


def test_mails_go_to_whom_the_page_counted_even_if_seats_change_before_they_are_queued(
    scene, decided
):
    client, page = decided
    press(client, scene[0].event, page)
    with unguarded("test"):
        Member.objects.filter(team=scene[3]["Cedar"].team).delete()

    relay_promises()

    mails = page.context["draft"].content["mails"]
    assert EmailLog.objects.count() == sum(mail["count"] for mail in mails.values())


def test_the_events_name_in_every_language_is_part_of_what_is_confirmed(scene, decided):
    event, (client, page) = scene[0].event, decided
    edit_event(actor=scene[5], event=event, changes={"name_fr": "Un autre nom"})

    answer = press(client, event, page)

    assert REFUSED in answer.text
    assert "Un autre nom" in answer.text
    nothing_is_public(event)


def test_the_readers_language_changes_nothing_of_what_is_confirmed(scene, decided):
    event, (client, page) = scene[0].event, decided
    client.cookies["django_language"] = "fr"

    press(client, event, page)

    event.refresh_from_db()
    assert event.published_at
