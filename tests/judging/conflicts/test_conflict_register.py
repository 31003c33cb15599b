"""Ties between judges and teams: who says so, who decides, and what they keep from counting."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import unguarded
from judging.conflicts.services import (
    declare_conflict,
    impose_conflict,
    lift_conflict,
    search_conflicts,
    settle_conflict,
)
from judging.models import Conflict, Score, Scorecard
from judging.scorecards.selectors.marks import counted_cards
from tests.acting import press
from tests.factories import (
    ChallengeFactory,
    JudgeFactory,
    MemberFactory,
    OrganiserFactory,
    PanelSeatFactory,
    SubmissionFactory,
    VersionFactory,
    judged_event,
)
from tests.publishing import computed_boards, standings
from tests.teams.team.test_races import all_at_once

pytestmark = pytest.mark.django_db


def entered(scene):
    """One more submitted project in the same challenge."""
    seat = MemberFactory(team__event=scene["event"], team__challenge=scene["challenge"])
    submission = SubmissionFactory(team=seat.team)
    return VersionFactory(submission=submission, submitted_by=seat.user)


def handed_in(judge, version, value):
    with unguarded("test"):
        card = Scorecard.objects.create(
            judge=judge, version=version, revision=1, handed_in_at=timezone.now()
        )
        for criterion in judge.event.criteria.all():
            Score.objects.create(scorecard=card, criterion=criterion, value=value)
    return card


def tie(judge, team, **more):
    with unguarded("test"):
        return Conflict.objects.create(
            judge=judge, team=team, **{"declared_at": timezone.now(), **more}
        )


def found(judge, team, sign="organisation"):
    return tie(judge, team, origin="found", state="proposed", sign=sign)


@pytest.fixture
def scene():
    judge, version = judged_event()
    challenge = version.submission.team.challenge
    president = JudgeFactory(event=judge.event, name="Pat President")
    PanelSeatFactory(judge=president, challenge=challenge, role="president")
    return {
        "event": judge.event,
        "judge": judge,
        "version": version,
        "challenge": challenge,
        "team": version.submission.team,
        "president": president,
        "boss": OrganiserFactory(event=judge.event).user,
    }


def test_a_declared_tie_says_who_when_and_of_what_kind(scene):
    judge = scene["judge"]

    declare_conflict(actor=judge.user, judge=judge, team=scene["team"], kind="family")

    row = Conflict.objects.get()
    assert (row.kind, row.origin, row.state, row.declared_by) == (
        "family",
        "declared",
        "stands",
        judge.user,
    )


@pytest.mark.parametrize("who", ["boss", "president"])
def test_an_organiser_or_the_president_imposes_and_lifts_with_a_reason(scene, who):
    actor = getattr(scene[who], "user", scene[who])
    handed_in(scene["judge"], scene["version"], 5)
    what = {"judge": scene["judge"], "team": scene["team"], "kind": "works"}

    with pytest.raises(StateConflict, match="Say why"):
        impose_conflict(actor=actor, reason=" ", **what)
    row = impose_conflict(actor=actor, reason="Former employer.", **what)
    assert standings(scene["event"])[scene["challenge"]] == []
    lift_conflict(actor=actor, conflict=row, reason="Ten years ago.")

    assert standings(scene["event"])[scene["challenge"]][0].reviews == 1
    row.refresh_from_db()
    assert (row.state, row.settled_by, row.settled_reason) == ("lifted", actor, "Ten years ago.")
    with pytest.raises(StateConflict):
        lift_conflict(actor=actor, conflict=row, reason="Again.")


def test_nobody_decides_about_a_tie_of_their_own_or_to_a_team_that_they_are_tied_to(scene):
    president, team = scene["president"], scene["team"]
    own = tie(president, team)
    other = found(scene["judge"], team)

    for act in (
        lambda: lift_conflict(actor=president.user, conflict=own, reason="x"),
        lambda: settle_conflict(actor=president.user, conflict=other, stands=False, reason="x"),
        lambda: impose_conflict(
            actor=president.user, judge=scene["judge"], team=team, kind="other", reason="x"
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()
    lift_conflict(actor=scene["boss"], conflict=own, reason="x")


def test_nobody_else_decides(scene):
    row = found(scene["judge"], scene["team"])
    elsewhere = JudgeFactory(event=scene["event"])
    PanelSeatFactory(
        judge=elsewhere, challenge=ChallengeFactory(event=scene["event"]), role="president"
    )
    stranger = OrganiserFactory(event=judged_event()[0].event).user
    member = JudgeFactory(event=scene["event"])
    PanelSeatFactory(judge=member, challenge=scene["challenge"])

    for actor in (elsewhere.user, stranger, member.user, scene["judge"].user):
        with pytest.raises(PermissionDenied):
            settle_conflict(actor=actor, conflict=row, stands=True, reason="x")


def test_a_finding_holds_marks_until_it_is_settled_and_settled_once(client, scene):
    row = found(scene["judge"], scene["team"])
    handed_in(scene["judge"], scene["version"], 5)
    assert standings(scene["event"])[scene["challenge"]] == []
    client.force_login(scene["boss"])
    shown = client.get(reverse("admin:judging_conflict_register", args=[scene["event"].pk])).text
    assert "1 scorecard is held" in shown
    assert (
        "no: held until settled" in client.get(reverse("admin:judging_scorecard_changelist")).text
    )

    settle_conflict(actor=scene["president"].user, conflict=row, stands=True, reason="True.")

    assert standings(scene["event"])[scene["challenge"]] == []
    assert computed_boards(scene["event"])[0].expected == 1
    with pytest.raises(StateConflict, match="settled already"):
        settle_conflict(actor=scene["boss"], conflict=row, stands=False, reason="x")


def test_marks_that_no_longer_count_are_shown_as_such(client, scene):
    handed_in(scene["judge"], scene["version"], 5)
    tie(scene["judge"], scene["team"])
    client.force_login(scene["boss"])

    shown = client.get(reverse("admin:judging_conflict_register", args=[scene["event"].pk])).text

    assert "1 scorecard does not count" in shown
    cards = client.get(reverse("admin:judging_scorecard_changelist")).text
    assert "no: conflict of interest" in cards


@pytest.mark.parametrize("who", ["boss", "president"])
def test_the_register_settles_lifts_imposes_and_searches(client, scene, who):
    row = found(scene["judge"], scene["team"])
    slug, key = scene["event"].slug, scene["event"].pk
    page = (
        reverse("admin:judging_conflict_register", args=[key])
        if who == "boss"
        else reverse("judging:president_conflicts", args=[slug])
    )
    client.force_login(getattr(scene[who], "user", scene[who]))
    assert "The same organisation" in client.get(page).text

    nothing = client.post(page, {"do": "stands", "settle-reason": "x"})
    assert "Choose at least one" in nothing.text
    press(client, page, {"do": "dismiss", "settle-conflict": row.pk, "settle-reason": "Homonyms."})
    row.refresh_from_db()
    assert (row.state, row.settled_reason) == ("dismissed", "Homonyms.")
    press(
        client,
        page,
        {
            "do": "impose",
            "impose-judge": scene["judge"].pk,
            "impose-team": scene["team"].pk,
            "impose-kind": "family",
            "impose-reason": "Cousins.",
        },
    )
    imposed = Conflict.objects.get(origin="imposed")
    press(client, page, {"do": "lift", "lift-conflict": imposed.pk, "lift-reason": "Not cousins."})
    imposed.refresh_from_db()
    assert imposed.state == "lifted"
    assert client.post(page, {"do": "search"}).status_code == 302


def test_two_findings_of_one_pair_are_settled_together(client, scene):
    rows = [found(scene["judge"], scene["team"], sign) for sign in ("organisation", "domain")]
    card = handed_in(scene["judge"], scene["version"], 4)
    page = reverse("admin:judging_conflict_register", args=[scene["event"].pk])
    client.force_login(scene["boss"])
    chosen = {"settle-conflict": [row.pk for row in rows], "settle-reason": "Colleagues."}

    shown = client.post(page, {"do": "stands", **chosen})
    assert "What this does" in shown.text
    assert Conflict.objects.proposed().count() == 2
    press(client, page, {"do": "stands", **chosen})

    assert sorted(Conflict.objects.values_list("state", flat=True)) == ["dismissed", "stands"]
    assert not Conflict.objects.proposed().exists()
    assert card not in counted_cards(scene["event"])


def test_a_president_meets_only_judges_and_teams_of_their_own_panel(client, scene):
    other = ChallengeFactory(event=scene["event"])
    far = MemberFactory(
        team__event=scene["event"], team__challenge=other, team__name="Far away"
    ).team
    judge = JudgeFactory(event=scene["event"], name="Distant")
    PanelSeatFactory(judge=judge, challenge=other)
    row = found(judge, far)
    page = reverse("judging:president_conflicts", args=[scene["event"].slug])
    client.force_login(scene["president"].user)

    shown = client.get(page).text
    assert "Far away" not in shown
    assert "Distant" not in shown
    client.post(page, {"do": "stands", "settle-conflict": row.pk, "settle-reason": "x"})
    client.post(
        page,
        {
            "do": "impose",
            "impose-judge": judge.pk,
            "impose-team": far.pk,
            "impose-kind": "family",
            "impose-reason": "x",
        },
    )
    assert list(Conflict.objects.values_list("state", flat=True)) == ["proposed"]
    file = client.get(reverse("judging:president_conflicts_file", args=[scene["event"].slug]))
    assert load_workbook(io.BytesIO(file.content)).active.max_row == 1


def test_the_register_leaves_as_a_workbook_with_who_when_and_why(client, scene):
    row = found(scene["judge"], scene["team"])
    settle_conflict(actor=scene["boss"], conflict=row, stands=True, reason="=Cousins")
    handed_in(scene["judge"], scene["version"], 5)
    client.force_login(scene["boss"])

    page = reverse("admin:judging_conflict_register", args=[scene["event"].pk])
    sheet = load_workbook(io.BytesIO(client.get(page, {"as": "file"}).content)).active

    cells = [cell.value for cell in sheet[2]]
    assert cells[0] == scene["judge"].name
    assert "=Cousins" in cells
    assert cells[-1] == "1"
    assert str(scene["boss"]) in cells


def test_a_pair_stands_once_however_it_came(scene):
    row = found(scene["judge"], scene["team"])
    declare_conflict(actor=scene["judge"].user, judge=scene["judge"], team=scene["team"])

    with pytest.raises(ValidationError, match="declared already"):
        settle_conflict(actor=scene["boss"], conflict=row, stands=True, reason="x")


def test_the_register_of_another_event_is_nowhere(client, scene):
    client.force_login(OrganiserFactory(event=judged_event()[0].event).user)

    page = reverse("admin:judging_conflict_register", args=[scene["event"].pk])
    assert client.get(page).status_code == client.post(page, {"do": "search"}).status_code == 404
    for user in (scene["judge"].user, scene["team"].members.get().user):
        user.organisation = "Police"
        user.save()
    stranger = OrganiserFactory(event=judged_event()[0].event).user
    with pytest.raises(PermissionDenied):
        search_conflicts(actor=stranger, event=scene["event"])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_settle_at_once_one_decides(scene):
    row = found(scene["judge"], scene["team"])

    def settle(stands, actor):
        return lambda: settle_conflict(
            actor=actor, conflict=Conflict.objects.get(pk=row.pk), stands=stands, reason="x"
        )

    outcomes = all_at_once(
        [settle(n % 2, (scene["boss"], scene["president"].user)[n % 2]) for n in range(6)]
    )

    assert outcomes.count(None) == 1


def test_the_list_leaves_out_what_the_register_leaves_out_for_a_tied_organiser(client, scene):
    own = JudgeFactory(event=scene["event"], user=scene["boss"])
    mine = tie(own, scene["team"])
    others = tie(scene["judge"], scene["team"], reason="Between the two of them.")
    client.force_login(scene["boss"])

    rows = client.get(reverse("admin:judging_conflict_changelist")).context["cl"].queryset
    page = reverse("admin:judging_conflict_change", args=[others.pk])

    assert list(rows) == [mine]
    assert client.get(page).status_code == 404


def test_the_button_that_does_what_is_shown_says_so(client):
    judge, version = judged_event()
    event, team = judge.event, version.submission.team
    handed_in(judge, version, 3)
    client.force_login(OrganiserFactory(event=event).user)
    page = reverse("admin:judging_conflict_register", args=[event.pk])
    said = {
        "do": "impose",
        "impose-judge": judge.pk,
        "impose-team": team.pk,
        "impose-kind": "other",
        "impose-reason": "Cousins.",
    }

    assert "Recuse the judge, as shown" not in client.get(page).text
    assert "Recuse the judge, as shown" in client.post(page, said).text
