"""More time: given to a team, a challenge or everyone; asked for, answered, told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from challenges.services.offer import reschedule_challenge
from hackathon.errors import PhaseClosed, StateConflict
from hackathon.guard import unguarded
from hackathon.models import AuditEntry, EmailLog
from hackathon.services.events import reschedule_event
from hackathon.services.mail import deliver_due, relay_promises
from teams.deadlines import closing_of, deadline_of
from teams.models import Extension, LateRequest, Team
from teams.services.deadlines import answer_late, ask_late, grant_extension, grant_to_all
from teams.services.submissions import submit
from tests.factories import (
    ChallengeFactory,
    EventFactory,
    MemberFactory,
    OrganiserFactory,
    UserFactory,
)
from tests.post import arrived, text_of

pytestmark = pytest.mark.django_db

CONTENT = {"title": "Railbow", "summary": "Trains, found faster."}
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def ada():
    return MemberFactory(team__event=EventFactory(during="hacking"))


@pytest.fixture
def boss(ada):
    return OrganiserFactory(event=ada.team.event).user


def change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    with unguarded("test"):
        row.save()


def close(seat, minutes=30):
    change(seat.team.event, submissions_close_at=timezone.now() - minutes * MINUTE)


def fresh(team):
    return Team.objects.select_related("event", "challenge").get(pk=team.pk)


def hand_in(seat, key="one"):
    team = fresh(seat.team)
    return submit(actor=seat.user, team=team, key=key, revision=0, content=CONTENT)


def test_more_time_counts_from_the_deadline(ada, boss):
    before = deadline_of(ada.team)

    extension = grant_extension(actor=boss, team=ada.team, minutes=30, reason="A power cut.")

    assert (extension.before, extension.until) == (before, before + 30 * MINUTE)
    assert deadline_of(fresh(ada.team)) == extension.until
    assert AuditEntry.objects.get(verb="extension.grant").data["minutes"] == 30


def test_once_the_deadline_has_passed_it_counts_from_now_at_a_full_minute(ada, boss):
    close(ada)
    with pytest.raises(PhaseClosed):
        hand_in(ada)

    grant_extension(actor=boss, team=ada.team, minutes=10, reason="A power cut.")

    left = deadline_of(fresh(ada.team)) - timezone.now()
    assert 10 * MINUTE - timedelta(seconds=5) < left <= 11 * MINUTE
    assert deadline_of(fresh(ada.team)).second == 0
    assert not hand_in(ada, key="two").in_grace


def test_everyones_deadline_moves_and_so_does_a_challenges_own(ada, boss):
    event = ada.team.event
    own = ChallengeFactory(event=event, submissions_close_at=timezone.now() + 5 * MINUTE)
    before, shared = own.submissions_close_at, event.submissions_close_at

    grant_to_all(actor=boss, event=event, minutes=20, reason="The network failed.")

    own.refresh_from_db()
    event.refresh_from_db()
    assert own.submissions_close_at == before + 20 * MINUTE
    assert event.submissions_close_at == shared + 20 * MINUTE


def test_one_challenges_deadline_moves_alone(ada, boss):
    event, shared = ada.team.event, ada.team.event.submissions_close_at
    other = MemberFactory(team__event=event)

    what = {"minutes": 20, "reason": "The data came late."}
    grant_to_all(actor=boss, event=event, challenge=ada.team.challenge, **what)

    assert deadline_of(fresh(ada.team)) == shared + 20 * MINUTE
    assert deadline_of(fresh(other.team)) == shared


def test_another_events_challenge_is_not_moved(ada, boss):
    theirs = ChallengeFactory(event=EventFactory(during="hacking"))

    with pytest.raises(StateConflict):
        grant_to_all(actor=boss, event=ada.team.event, challenge=theirs, minutes=5, reason="x")

    theirs.refresh_from_db()
    assert theirs.submissions_close_at is None


@pytest.mark.parametrize("whom", ["team", "challenge", "everyone", "late"])
def test_no_deadline_passes_the_end_of_judging(ada, boss, whom):
    event, minutes = ada.team.event, 2 * 24 * 60
    grant = {
        "team": lambda: grant_extension(actor=boss, team=ada.team, minutes=minutes, reason="x"),
        "challenge": lambda: grant_to_all(
            actor=boss, event=event, challenge=ada.team.challenge, minutes=minutes, reason="x"
        ),
        "everyone": lambda: grant_to_all(actor=boss, event=event, minutes=minutes, reason="x"),
        "late": lambda: answer_late(actor=boss, asked=asked(ada), minutes=minutes),
    }[whom]

    with pytest.raises(StateConflict, match="Judging closes on"):
        grant()

    assert not Extension.objects.exists()


def asked(seat):
    close(seat)
    return ask_late(actor=seat.user, team=fresh(seat.team), reason="Our train was late.")


def test_grace_ends_with_judging_at_the_latest(ada):
    event = ada.team.event
    judging = event.submissions_close_at + 5 * MINUTE
    change(event, judging_closes_at=judging, grace_minutes=60)

    assert closing_of(ada.team) == judging
    assert Team.objects.with_closing().get(pk=ada.team.pk).closes_at == judging


def test_the_database_works_out_the_same_closing_as_the_pages(ada, boss):
    event = ada.team.event
    change(event, grace_minutes=7)
    change(ada.team.challenge, submissions_close_at=event.submissions_close_at - 60 * MINUTE)
    extended = MemberFactory(team__event=event).team
    grant_extension(actor=boss, team=extended, minutes=3, reason="x")
    plain = MemberFactory(team__event=event).team

    rows = {team.pk: team.closes_at for team in Team.objects.with_closing()}
    assert rows == {team.pk: closing_of(fresh(team)) for team in (ada.team, extended, plain)}
    assert len(set(rows.values())) == 3


def test_only_the_events_organisers_give_time(ada):
    for stranger in (ada.user, OrganiserFactory(event=EventFactory()).user):
        with pytest.raises(PermissionDenied):
            grant_extension(actor=stranger, team=ada.team, minutes=5, reason="x")
        with pytest.raises(PermissionDenied):
            grant_to_all(actor=stranger, event=ada.team.event, minutes=5, reason="x")


def test_a_challenges_deadline_lies_within_hacking_and_judging(ada, boss):
    event, challenge = ada.team.event, ada.team.challenge
    for moment in (event.hacking_starts_at, event.judging_closes_at):
        with pytest.raises(StateConflict, match="lies between"):
            reschedule_challenge(actor=boss, challenge=challenge, closes_at=moment)

    inside = event.judging_closes_at - MINUTE
    reschedule_challenge(actor=boss, challenge=challenge, closes_at=inside)
    assert deadline_of(fresh(ada.team)) == inside

    with pytest.raises(StateConflict, match="lies between"):
        reschedule_event(actor=boss, event=event, changes={"judging_closes_at": inside})
    reschedule_challenge(actor=boss, challenge=challenge, closes_at=None)
    assert deadline_of(fresh(ada.team)) == event.submissions_close_at


def test_the_timetable_cannot_move_judging_before_a_teams_own_deadline(ada, boss):
    event = ada.team.event
    extension = grant_extension(actor=boss, team=ada.team, minutes=60, reason="x")

    with pytest.raises(StateConflict):
        reschedule_event(actor=boss, event=event, changes={"judging_closes_at": extension.until})


def test_a_late_team_asks_once_and_acceptance_is_an_extension(ada, boss):
    request = asked(ada)
    with pytest.raises(ValidationError, match="asked already"):
        ask_late(actor=ada.user, team=fresh(ada.team), reason="Again.")

    answer_late(actor=boss, asked=request, minutes=15, words="Good luck.")

    extension = Extension.objects.get()
    assert (extension.team, extension.reason) == (ada.team, "Our train was late.")
    assert hand_in(ada).number == 1
    with pytest.raises(StateConflict, match="answered already"):
        answer_late(actor=boss, asked=request, minutes=15)


def test_a_declined_team_stays_closed_and_may_ask_again(ada, boss):
    answer_late(actor=boss, asked=asked(ada), minutes=None, words="Everyone had the same time.")

    with pytest.raises(PhaseClosed):
        hand_in(ada)
    ask_late(actor=ada.user, team=fresh(ada.team), reason="Please.")
    assert LateRequest.objects.filter(answer="waiting").count() == 1


def test_nobody_asks_while_there_is_time_or_for_another_team(ada):
    with pytest.raises(StateConflict, match="still have time"):
        ask_late(actor=ada.user, team=ada.team, reason="x")
    close(ada)
    with pytest.raises(PermissionDenied):
        ask_late(actor=UserFactory(), team=fresh(ada.team), reason="x")


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
    assert client.post(answer, {"accept": "1", "minutes": "10"}).status_code == 302

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
    sent = client.post(page, {"whom": chosen, "minutes": "20", "reason": "A power cut."})

    assert sent.status_code == 302
    extension = Extension.objects.get()
    assert (extension.team_id, extension.challenge_id) == {
        "all": (None, None), "challenge": (None, team.challenge_id), "team": (team.pk, None),
    }[whom]  # fmt: skip
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
