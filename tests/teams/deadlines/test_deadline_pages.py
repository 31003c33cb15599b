"""More time, as people learn of it, ask for it and give it: by mail and on pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.mail.services.delivery import deliver_due
from hackathon.mail.services.queueing import relay_promises
from hackathon.models import EmailLog
from teams.deadlines.rule import closing_of, deadline_of
from teams.deadlines.services.deadlines import answer_late, grant_extension, grant_to_all
from teams.models import Extension, LateRequest
from tests.acting import press
from tests.clock import database_at
from tests.factories import EventFactory, MemberFactory, OrganiserFactory
from tests.journeys.panel import set_clock
from tests.post import arrived, text_of
from tests.teams.deadlines.scene import DAY, MINUTE, asked, change, close, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return MemberFactory(team__event=EventFactory(during="hacking"))


@pytest.fixture
def boss(ada):
    return OrganiserFactory(event=ada.team.event).user


def mailed(post):
    relay_promises()
    deliver_due()
    return {(mail["To"], str(mail["Subject"])): text_of(mail) for mail in arrived(post)}


def test_everybody_concerned_is_told_in_their_language_and_nobody_else(ada, boss, post):
    event = ada.team.event
    other, elsewhere = MemberFactory(team__event=event), MemberFactory()
    what = {"minutes": 20, "reason": "The data came late."}
    grant_to_all(actor=boss, event=event, challenge=ada.team.challenge, **what)

    mails = mailed(post)
    assert {to for to, _ in mails} == {ada.user.email}
    until = fresh(ada.team).challenge.submissions_close_at.astimezone(event.zone)
    assert f"{until:%H:%M}" in next(iter(mails.values()))
    assert "The data came late." in next(iter(mails.values()))

    grant_to_all(actor=boss, event=event, **what)
    told = {to for to, _ in mailed(post)}
    assert other.user.email in told
    assert elsewhere.user.email not in told
    assert set(EmailLog.objects.values_list("template", flat=True)) == {"teams/mail/more_time"}


def test_a_request_and_its_answer_are_mailed(ada, boss, post):
    request = asked(ada)
    assert "Our train was late." in next(iter(mailed(post).values()))

    answer_late(actor=boss, asked=request, minutes=None, words="Everyone had the same time.")
    mails = mailed(post)
    answer = next(text for (to, _), text in mails.items() if to == ada.user.email)
    assert "Everyone had the same time." in answer


def test_a_banner_tells_more_time_to_whom_it_concerns_until_its_deadline(ada, boss, client):
    event = ada.team.event
    home = event.get_absolute_url()
    grant_extension(actor=boss, team=ada.team, minutes=20, reason="A power cut.")
    assert "A power cut." not in client.get(home).text
    client.force_login(ada.user)
    assert "Your team has more time." in client.get(home).text

    client.logout()
    grant_to_all(actor=boss, event=event, minutes=30, reason="The network failed.")
    for page in (home, f"{home}challenges/", f"{home}partners/"):
        assert "The network failed." in client.get(page).text

    change(event, submissions_close_at=event.submissions_close_at - 60 * MINUTE)
    assert "The network failed." not in client.get(home).text  # another deadline came after it


def test_the_banner_of_a_request_that_was_granted_says_the_organisers_word(ada, boss, client):
    answer_late(actor=boss, asked=asked(ada), minutes=15, words="Next time write sooner.")
    client.force_login(ada.user)

    page = client.get(ada.team.event.get_absolute_url()).text

    assert "Next time write sooner." in page
    assert "Our train was late." not in page


def strip(client, page):
    text = client.get(page).text
    return " ".join(text.split('<aside class="strip')[1].split("</aside>")[0].split())


def test_the_strip_tells_a_member_their_own_deadline_and_when_it_closes_for_good(ada, boss, client):
    event = ada.team.event
    noon = (timezone.now() + 2 * DAY).replace(hour=12, minute=0)  # no deadline crosses midnight
    change(event, submissions_close_at=noon, judging_closes_at=noon + DAY, grace_minutes=10)
    grant_extension(actor=boss, team=ada.team, minutes=20, reason="x")
    own = fresh(ada.team)
    home = event.get_absolute_url()
    public = strip(client, home)
    client.force_login(ada.user)

    told = strip(client, home)

    closes = closing_of(own).astimezone(event.zone)
    assert "Your team can submit until" in told
    assert f"closes for good at {closes:%H:%M}" in told
    assert f"{deadline_of(own).astimezone(event.zone):%H:%M}" in told
    shared = closing_of(fresh(MemberFactory(team__event=event).team)).astimezone(event.zone)
    assert f"closes for good at {shared:%H:%M}" in public


def test_the_strip_says_when_only_grace_is_left_and_when_a_challenge_closed_early(ada, client):
    event = ada.team.event
    client.force_login(ada.user)
    close(ada, minutes=5)
    change(event, grace_minutes=10)
    assert "what your team submits is still taken until" in strip(client, event.get_absolute_url())

    change(event, grace_minutes=0, submissions_close_at=timezone.now() + 60 * MINUTE)
    change(ada.team.challenge, submissions_close_at=timezone.now() - 5 * MINUTE)
    told = strip(client, event.get_absolute_url())
    assert "Your team could submit until" in told
    assert "data-until" not in told


def test_a_member_asks_on_a_page_and_an_organiser_answers_on_another(ada, boss, client):
    close(ada)
    client.force_login(ada.user)
    there = reverse("teams:late", args=[ada.team.event.slug, ada.team.pk])
    assert (
        "Ask the organisers"
        in client.get(reverse("teams:submission", args=[ada.team.event.slug, ada.team.pk])).text
    )
    client.post(there, {"reason": "Our train was late."})
    assert "answer by mail" in client.get(there).text
    request = LateRequest.objects.get()

    client.force_login(boss)
    page = reverse("admin:teams_extension_deadlines", args=[ada.team.event.pk])
    assert "Our train was late." in client.get(page).text
    answer = reverse("admin:teams_extension_answer", args=[ada.team.event.pk, request.pk])
    assert "how many minutes" in client.post(answer, {"accept": "1", "minutes": ""}).text
    assert "Say why" in client.post(answer, {"decline": "1"}).text
    assert press(client, answer, {"accept": "1", "minutes": "10"}).status_code == 302

    request.refresh_from_db()
    assert (request.answer, request.answered_by) == ("accepted", boss)
    assert "Our train was late." in client.get(page).text


@pytest.mark.parametrize("whom", ["all", "challenge", "team"])
def test_the_organisers_page_gives_time_to_all_one_challenge_or_one_team(ada, boss, client, whom):
    event, team = ada.team.event, ada.team
    chosen = {"all": "all", "challenge": f"c{team.challenge_id}", "team": f"t{team.pk}"}[whom]
    client.force_login(boss)
    page = reverse("admin:teams_extension_deadlines", args=[event.pk])

    assert (
        client.post(page, {"whom": chosen, "minutes": "9999999", "reason": "x"}).status_code == 200
    )
    assert (
        "Judging closes on"
        in client.post(page, {"whom": chosen, "minutes": "2880", "reason": "x"}).text
    )
    sent = press(client, page, {"whom": chosen, "minutes": "20", "reason": "A power cut."})

    assert sent.status_code == 302
    extension = Extension.objects.get()
    assert (extension.team_id, extension.challenge_id) == {
        "all": (None, None),
        "challenge": (None, team.challenge_id),
        "team": (team.pk, None),
    }[whom]
    assert "A power cut." in client.get(page).text


def test_another_events_team_challenge_or_request_cannot_be_chosen(ada, boss, client):
    other = MemberFactory(team__event=EventFactory(during="hacking"))
    theirs = asked(other)
    client.force_login(boss)
    page = reverse("admin:teams_extension_deadlines", args=[ada.team.event.pk])
    for chosen in (f"t{other.team.pk}", f"c{other.team.challenge_id}"):
        client.post(page, {"whom": chosen, "minutes": "20", "reason": "x"})
    assert not Extension.objects.exists()

    missing = [
        reverse("admin:teams_extension_deadlines", args=[other.team.event.pk]),
        reverse("admin:teams_extension_answer", args=[other.team.event.pk, theirs.pk]),
        reverse("admin:teams_extension_answer", args=[ada.team.event.pk, theirs.pk]),
    ]
    for there in missing:
        assert client.get(there).status_code == 404
        assert client.post(there, {"accept": "1", "minutes": "5"}).status_code == 404


def test_the_teams_page_leads_to_the_request_for_more_time_once_it_is_too_late(ada, client):
    client.force_login(ada.user)
    page = ada.team.get_absolute_url()
    late = reverse("teams:late", args=[ada.event.slug, ada.team.pk])
    assert late not in client.get(page).text

    close(ada)

    assert late in client.get(page).text


def test_a_request_that_nobody_answered_says_so_when_judging_is_over(ada, client):
    close(ada)
    client.force_login(ada.user)
    there = reverse("teams:late", args=[ada.event.slug, ada.team.pk])
    client.post(there, {"reason": "Our train was late."})
    assert "nobody answered in time" not in client.get(there).text

    set_clock(ada.event, "deliberation")

    page = client.get(there).text
    assert "nobody answered in time" in page
    assert "It is too late to ask" in page


def test_more_time_for_everyone_is_never_preselected_and_says_that_hacking_begins_again(client):
    event = EventFactory(during="judging")
    ada = MemberFactory(team__event=event)
    client.force_login(OrganiserFactory(event=event).user)
    page = reverse("admin:teams_extension_deadlines", args=[event.pk])
    said = {"minutes": "20", "reason": "A power cut."}

    form = client.get(page).context["form"]
    assert form["whom"].value() is None
    assert "This field is required" in client.post(page, {**said, "whom": ""}).text
    shown = client.post(page, {**said, "whom": "all"})

    assert "The event goes back from “Judging” to “Hacking”." in shown.text
    assert "1 mail will be sent." in shown.text
    sent = {**said, "whom": "all", "shown": shown.context["step"].shown}
    assert "tick the sentence" in client.post(page, sent).text
    assert not Extension.objects.exists()
    assert client.post(page, {**sent, "agreed": "on"}).status_code == 302
    assert Extension.objects.get().event == ada.team.event


@pytest.mark.parametrize(
    ("minutes", "read_for", "is_given"), [(10, 75, True), (1, 75, True), (1, 150, False)]
)
def test_minutes_from_now_count_from_when_the_page_said_so(
    ada, boss, client, minutes, read_for, is_given
):
    """Read for as long as you like: what is pressed is what was read, unless it is over."""
    close(ada)
    end = fresh(ada.team).event.submissions_close_at.replace(second=0, microsecond=0)
    page = reverse("admin:teams_extension_deadlines", args=[ada.team.event_id])
    said = {"whom": f"t{ada.team.pk}", "minutes": minutes, "reason": "The network was down."}
    client.force_login(boss)

    shown_at = end + timedelta(minutes=5, seconds=30)
    with database_at(shown_at):
        step = client.post(page, said).context["step"]
    with database_at(shown_at + timedelta(seconds=read_for)):
        answer = client.post(page, {**said, "shown": step.shown, "agreed": "on"})

    assert (answer.status_code == 302) == is_given
    until = end + timedelta(minutes=6 + minutes) if is_given else None
    assert fresh(ada.team).extended_until == until
    if not is_given:
        assert "Look at it again." in answer.text
