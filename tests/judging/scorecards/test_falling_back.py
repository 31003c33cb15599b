"""Judges read that the event has returned to an earlier phase, what is kept, and what happens."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.events.services import reschedule_event
from hackathon.kernel.consequences import rehearse
from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail
from hackathon.models import EmailLog, Event
from teams.deadlines.services.deadlines import grant_to_all
from tests.factories import JudgeFactory
from tests.judging.amendments.acts import scene_in

pytestmark = pytest.mark.django_db
MAIL = "judging/mail/fell_back"


def letters():
    relay_promises()
    mails = EmailLog.objects.filter(template=MAIL)
    return {mail.recipient: word_mail(mail)[1] for mail in mails}


def back_to_writing(scene):
    changes = {"submissions_close_at": timezone.now() + timedelta(hours=1)}
    reschedule_event(actor=scene.boss, event=scene.event, changes=changes, reason="A wrong hour.")


def more_time(scene):
    grant_to_all(actor=scene.boss, event=scene.event, minutes=60, reason="The power was off.")


@pytest.mark.parametrize("act", [back_to_writing, more_time])
def test_judges_are_told_that_teams_write_again_and_what_is_kept(act):
    scene = scene_in("handed in")
    idle = JudgeFactory(event=scene.event)

    act(scene)

    told = letters()
    assert set(told) == {judge.email for judge in [*scene.judges, idle]}
    text = " ".join(told[scene.judges[0].email].split())
    assert "teams can submit again until" in text
    assert "The 3 scorecards that you handed in are kept" in text
    assert "kept" not in told[idle.email]
    assert any(why in text for why in ("A wrong hour.", "The power was off."))


def test_judges_are_told_that_they_score_again():
    scene = scene_in("deliberation")
    changes = {"judging_closes_at": timezone.now() + timedelta(hours=1)}
    reschedule_event(actor=scene.boss, event=scene.event, changes=changes, reason="Too early.")

    text = letters()[scene.judges[0].email]
    assert "scores again" in text
    assert "Too early." in text


def test_nobody_is_told_where_no_phase_changes():
    scene = scene_in("handed in")
    later = scene.event.judging_closes_at + timedelta(hours=1)
    reschedule_event(actor=scene.boss, event=scene.event, changes={"judging_closes_at": later})

    assert letters() == {}


def test_the_desk_says_what_becomes_of_what_was_begun(client):
    scene = scene_in("some marks")
    back_to_writing(scene)
    client.force_login(scene.judges[0].user)
    desk = client.get(reverse("judging:desk", args=[scene.event.slug])).text

    assert "3 scorecards that you have begun" in " ".join(desk.split())


def test_an_earlier_end_of_judging_says_what_is_open_still():
    scene = scene_in("some marks")
    earlier = timezone.now() + timedelta(minutes=5)
    changes = {"judging_closes_at": earlier}

    shown = rehearse(
        scene.event,
        lambda: reschedule_event(actor=scene.boss, event=scene.event, changes=changes),
        scene.boss,
    )

    [line] = [one for one in shown.of("desks") if one.key == ("closing",)]
    assert "10 scorecards that are still open" in line.after
    assert "Deliberation" in line.after


def test_the_page_for_more_time_says_how_judging_goes_on(client):
    scene = scene_in("some marks")
    client.force_login(scene.boss)
    page = reverse("admin:teams_extension_deadlines", args=[scene.event.pk])
    assert "To end it sooner" in client.get(page).text
    more_time(scene)
    assert Event.objects.get().phase_at(timezone.now()) == "hacking"

    changes = {"submissions_close_at": timezone.now() - timedelta(seconds=1)}
    reschedule_event(actor=scene.boss, event=Event.objects.get(), changes=changes)

    assert Event.objects.get().phase_at(timezone.now()) == "judging"


def test_desk_and_project_say_it_too(client):
    scene = scene_in("handed in")
    back_to_writing(scene)
    judge, submission = scene.judges[0], scene.teams["Amber"].submission
    client.force_login(judge.user)
    desk = reverse("judging:desk", args=[scene.event.slug])

    assert "The 3 scorecards that you handed in are kept" in " ".join(client.get(desk).text.split())
    project = reverse("judging:scorecard", args=[scene.event.slug, submission.pk])
    answer = client.get(project, follow=True)
    assert answer.redirect_chain == [(desk, 302)]
    assert "The team of this project can submit again" in answer.text
    others = scene.teams["Dune"].submission.pk
    strange = reverse("judging:scorecard", args=[scene.event.slug, others])
    assert client.get(strange).status_code == 404
