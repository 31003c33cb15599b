"""Who knows marks before the results are public."""

import pytest
from django.contrib.admin.sites import site
from django.urls import reverse
from django.utils import timezone

from challenges.policy import EDIT_PRIZE
from hackathon.events.services import add_organiser, remove_organiser, trust_organiser
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.kernel.log_words import words_for
from hackathon.kernel.operations import registry
from hackathon.kernel.roles import Role
from hackathon.models import AuditEntry
from judging.conflicts.services import declare_conflict
from judging.embargo.waits import readable_events
from judging.models import Judge, Panel, PanelSeat, PaperSheet, Refusal, Scorecard
from judging.ranking.services.calculation import calculate
from judging.scorecards.services.scoring import hand_in_scorecard, save_scorecard
from judging.seats.services.jury import seat_panels
from tests.factories import (
    CriterionFactory,
    JudgeFactory,
    OrganiserFactory,
    PanelSeatFactory,
    PrizeFactory,
    ScorecardFactory,
    ScoreFactory,
    UserFactory,
    published,
    submitted,
)
from tests.factories import judged_event as scored_event
from tests.house.operation_targets import target_models
from tests.house.role_ways import WAYS, world
from tests.journeys.panel import set_clock
from tests.publishing import give_award
from tests.reading import squeezed

pytestmark = pytest.mark.django_db


def handed_in(judge, version, value=3):
    marks = dict.fromkeys(judge.event.criteria.all(), value)
    mine = {"actor": judge.user, "judge": judge, "version": version}
    card = save_scorecard(**mine, marks=marks, revision=0)
    return hand_in_scorecard(actor=judge.user, scorecard=card, revision=card.revision)


def seated(event, version, user, role=PanelSeat.Role.MEMBER):
    judge = JudgeFactory(event=event, user=user)
    challenge = version.submission.team.challenge
    PanelSeatFactory(judge=judge, challenge=challenge, role=role)
    return judge


@pytest.fixture
def scene():
    judge, version = scored_event()
    handed_in(judge, version)
    calculate(event=judge.event)
    return judge.event, version, OrganiserFactory(event=judge.event)


MARKS = ("judging_scorecard", "judging_markchange")


def marks_pages(client, event):
    """How many rows of marks the organisers' lists show, and whether the ranking opens."""
    rows = [
        client.get(reverse(f"admin:{name}_changelist")).context["cl"].result_count for name in MARKS
    ]
    workspace = client.get(reverse("admin:judging_results_change", args=[event.pk]))
    return [*rows, workspace.status_code]


def test_an_organiser_reads_marks_only_with_the_right_to(client, scene):
    event, version, boss = scene
    helper = OrganiserFactory(event=event, sees_marks=False)
    page = reverse("judging:ranking", args=[event.slug, version.submission.team.challenge.slug])

    client.force_login(boss.user)
    assert marks_pages(client, event) == [1, 2, 200]
    assert client.get(page).status_code == 200
    client.force_login(helper.user)
    assert marks_pages(client, event) == [0, 0, 404]
    assert client.get(page).status_code == 404


def test_an_organiser_on_the_jury_reads_marks_when_through_and_the_discussion_is_open(scene):
    event, version, boss = scene
    judge = seated(event, version, boss.user)

    assert not readable_events(boss.user).exists()
    handed_in(judge, version)
    assert not readable_events(boss.user).exists()
    with unguarded("test"):
        Panel.objects.update_or_create(
            challenge=version.submission.team.challenge,
            defaults={"discussion_opened_at": version.submitted_at},
        )
    assert readable_events(boss.user).get() == event


def test_an_organiser_who_presides_waits_for_their_own_marks_alone(scene):
    event, version, boss = scene
    judge = seated(event, version, boss.user, PanelSeat.Role.PRESIDENT)

    assert not readable_events(boss.user).exists()
    handed_in(judge, version)
    assert readable_events(boss.user).get() == event


def test_nobody_gives_a_right_that_they_do_not_have(client, scene):
    event, _version, boss = scene
    helper, friend = OrganiserFactory(event=event, sees_marks=False), UserFactory()
    client.force_login(helper.user)
    form = {"event": event.pk, "email": friend.email, "sees_marks": "on"}

    page = client.post(reverse("admin:hackathon_organiser_add"), form)
    assert "Only somebody who sees the jury" in page.text
    assert not event.organisers.filter(user=friend).exists()
    client.post(reverse("admin:hackathon_organiser_change", args=[helper.pk]), {"sees_marks": "on"})
    helper.refresh_from_db()
    assert not helper.sees_marks

    added = add_organiser(actor=boss.user, event=event, email=friend.email, sees_marks=True)
    assert added.sees_marks


def test_somebody_always_sees_the_marks(scene):
    event, _version, boss = scene
    other = OrganiserFactory(event=event, sees_marks=False)

    with pytest.raises(StateConflict, match="Somebody has to see"):
        trust_organiser(actor=boss.user, organiser=boss, sees_marks=False)
    with pytest.raises(StateConflict, match="Somebody has to see"):
        remove_organiser(actor=boss.user, organiser=boss)
    trust_organiser(actor=boss.user, organiser=other, sees_marks=True)
    trust_organiser(actor=boss.user, organiser=boss, sees_marks=False)


def test_rules_changed_without_a_reason_after_a_mark_are_refused_and_on_record(client, scene):
    event, _version, boss = scene
    criterion = event.criteria.first()
    client.force_login(boss.user)
    change = reverse("admin:judging_criterion_change", args=[criterion.pk])
    form = client.get(change).context["adminform"].form
    sent = {name: value if value is not None else "" for name, value in form.initial.items()}

    page = client.post(change, sent | {"title_en": "Charm", "weight": 7, "reason": ""})

    assert page.status_code == 200
    assert "Write why you change them" in page.text
    criterion.refresh_from_db()
    assert criterion.weight != 7
    assert Refusal.objects.get().verb == "rubric.edit"
    assert site.is_registered(Refusal)


def test_a_private_note_is_shown_to_no_organiser(client, scene):
    _event, _version, boss = scene
    with unguarded("test"):
        Scorecard.objects.update(remarks="For the team.", note="For myself.")
    client.force_login(boss.user)

    text = client.get(
        reverse("admin:judging_scorecard_change", args=[Scorecard.objects.get().pk])
    ).text

    assert "For the team." in text
    assert "For myself." not in text


def test_the_log_tells_who_won_to_those_alone_who_see_marks(client):
    _judge, version = scored_event(during="deliberation")
    event, submission = version.event, version.submission
    prize = PrizeFactory(challenge=version.team.challenge)
    boss, helper = (OrganiserFactory(event=event, sees_marks=sees) for sees in (True, False))
    give_award(actor=boss.user, prize=prize, submission=submission, reason="They agreed.")
    entry = AuditEntry.objects.get(verb="award.give")
    one = reverse("admin:hackathon_auditentry_change", args=[entry.pk])
    every = reverse("admin:hackathon_auditentry_changelist")

    client.force_login(helper.user)
    assert client.get(one).status_code == 404
    assert words_for("award.give") not in client.get(every).text
    client.force_login(boss.user)
    assert client.get(one).status_code == 200
    client.force_login(helper.user)
    published(event)
    assert words_for("award.give") in client.get(every).text


def test_an_organiser_who_is_tied_to_a_team_as_a_judge_sees_nothing_of_its_rank(client, scene):
    event, version, boss = scene
    judge = seated(event, version, boss.user, PanelSeat.Role.PRESIDENT)
    workspace = reverse("admin:judging_results_change", args=[event.pk])
    client.force_login(boss.user)
    declare_conflict(actor=boss.user, judge=judge, team=version.team)

    text = client.get(workspace).text

    assert "3.000" not in text
    assert f"<td>{version.team.name}</td>" not in squeezed(text)


@pytest.mark.parametrize(("during", "may"), [("hacking", True), ("judging", False)])
def test_prizes_are_changed_without_the_right_to_marks_until_judging_begins(during, may):
    judge, version = scored_event(during)
    prize = PrizeFactory(challenge=version.team.challenge)
    helper = OrganiserFactory(event=judge.event, sees_marks=False).user
    boss = OrganiserFactory(event=judge.event).user
    on_jury = seated(judge.event, version, OrganiserFactory(event=judge.event).user).user

    assert EDIT_PRIZE.allows(boss, prize)
    assert EDIT_PRIZE.allows(helper, prize) is may
    assert EDIT_PRIZE.allows(on_jury, prize) is may  # who owes marks


def test_who_may_not_change_a_prize_reads_why_and_is_offered_none(client):
    judge, version = scored_event("deliberation")
    prize = PrizeFactory(challenge=version.team.challenge)
    client.force_login(OrganiserFactory(event=judge.event, sees_marks=False).user)

    page = client.get(reverse("admin:challenges_prize_change", args=[prize.pk]))
    deleting = client.get(reverse("admin:challenges_prize_delete", args=[prize.pk]))
    adding = client.get(reverse("admin:challenges_prize_add"))

    assert page.status_code == 200
    assert "organisers who may know the jury" in page.text
    assert {deleting.status_code, adding.status_code} == {403}


SEATING = sorted(verb for verb, one in registry.items() if Role.JUDGES in one.gives)


@pytest.mark.parametrize("verb", [verb for verb in SEATING if verb != "judge.accept"])
def test_who_may_see_the_marks_gives_themselves_no_seat_while_the_jury_is_at_work(verb):
    """They could leave the jury, read what it has marked, and come back. To accept what another
    organiser has offered is no act of that kind."""
    scene = world()
    scene.person = scene.boss
    act = WAYS[verb](scene)
    set_clock(scene.event, "judging")

    with pytest.raises(StateConflict, match="cannot give yourself a seat"):
        act()

    assert not Judge.objects.exclude(invited_at=None).exists()
    assert not PanelSeat.objects.exists()


@pytest.mark.parametrize("verb", SEATING)
def test_another_organiser_gives_the_seat(verb):
    scene = world()
    scene.person = OrganiserFactory(event=scene.event).user
    act = WAYS[verb](scene)
    set_clock(scene.event, "judging")

    act()

    assert AuditEntry.objects.filter(verb=verb).exists()


@pytest.mark.parametrize("verb", SEATING)
def test_nobody_who_can_have_read_the_marks_is_given_a_seat_by_anybody(verb):
    """Whoever was trusted with marks before they sat there has judged nothing by themselves."""
    scene = world()
    scene.person = OrganiserFactory(event=scene.event).user
    act = WAYS[verb](scene)
    set_clock(scene.event, "judging")
    marks_of_somebody(scene.event)

    with pytest.raises(StateConflict, match="seen the marks of others"):
        act()


def trusted_while_marks_were_given(verb):
    """Trusted from before the first mark on; and the way to their seat."""
    scene = world()
    organiser = OrganiserFactory(event=scene.event)
    scene.person = organiser.user
    act = WAYS[verb](scene)
    set_clock(scene.event, "judging")
    marks_of_somebody(scene.event)
    return scene, organiser, act


@pytest.mark.parametrize("verb", SEATING)
@pytest.mark.parametrize("how", ["the right is taken", "organises no more"])
def test_whoever_could_read_the_marks_until_a_minute_ago_is_given_no_seat(verb, how):
    scene, organiser, act = trusted_while_marks_were_given(verb)
    if how == "the right is taken":
        trust_organiser(actor=scene.boss, organiser=organiser, sees_marks=False)
    else:
        remove_organiser(actor=scene.boss, organiser=organiser)

    with pytest.raises(StateConflict, match="seen the marks of others"):
        act()


@pytest.mark.parametrize("verb", SEATING)
def test_whoever_lost_the_right_before_the_first_mark_is_given_a_seat(verb):
    scene = world()
    organiser = OrganiserFactory(event=scene.event)
    scene.person = organiser.user
    act = WAYS[verb](scene)
    set_clock(scene.event, "judging")
    trust_organiser(actor=scene.boss, organiser=organiser, sees_marks=False)
    _event, version, judge = scored_in(scene.event)
    handed_in(judge, version)

    act()


@pytest.mark.parametrize("verb", SEATING)
def test_whoever_never_had_the_right_is_given_a_seat_after_they_organise_no_more(verb):
    scene = world()
    organiser = OrganiserFactory(event=scene.event, sees_marks=False)
    scene.person = organiser.user
    act = WAYS[verb](scene)
    set_clock(scene.event, "judging")
    marks_of_somebody(scene.event)
    trust_organiser(actor=scene.boss, organiser=organiser, sees_marks=False)
    remove_organiser(actor=scene.boss, organiser=organiser)

    act()


def scored_in(event):
    """A project of this event, and a judge who may mark it."""
    version = submitted(event)
    CriterionFactory(event=event)
    judge = JudgeFactory(event=event)
    PanelSeatFactory(judge=judge, challenge=version.submission.team.challenge)
    return event, version, judge


@pytest.mark.parametrize("verb", SEATING)
def test_an_organiser_who_sees_no_marks_is_given_one(verb):
    scene = world()
    scene.person = OrganiserFactory(event=scene.event, sees_marks=False).user
    act = WAYS[verb](scene)
    set_clock(scene.event, "judging")
    marks_of_somebody(scene.event)

    act()


def marks_of_somebody(event):
    version = submitted(event)
    ScoreFactory(
        scorecard=ScorecardFactory(judge=JudgeFactory(event=event), version=version),
        criterion=CriterionFactory(event=event),
        value=3,
    )


def test_an_older_invitation_gives_no_seat_to_who_could_read_the_marks_since():
    scene = world()
    organiser = OrganiserFactory(event=scene.event, sees_marks=False)
    scene.person = organiser.user
    act = WAYS["judge.accept"](scene)
    set_clock(scene.event, "judging")
    marks_of_somebody(scene.event)
    for sees_marks in (True, False):
        trust_organiser(actor=scene.boss, organiser=organiser, sees_marks=sees_marks)

    with pytest.raises(StateConflict, match="seen the marks of others"):
        act()
    assert not Judge.objects.get(email=scene.person.email).accepted_at


def test_a_judge_who_organises_leaves_the_panel_by_themselves_and_does_not_come_back(scene):
    event, version, boss = scene
    own = seated(event, version, boss.user)
    place = (own.pk, version.submission.team.challenge_id)
    seat_panels(actor=boss.user, event=event, seats={place: ""})

    for role in ("reserve", "member", "president"):
        with pytest.raises(StateConflict, match="cannot give yourself a seat"):
            seat_panels(actor=boss.user, event=event, seats={place: role})
    another = OrganiserFactory(event=event).user
    with pytest.raises(StateConflict, match="seen the marks of others"):
        seat_panels(actor=another, event=event, seats={place: "reserve"})


def verbs_about_scorecards():
    """Operations that are begun on a scorecard, or on the sheet of paper of one."""
    models = target_models()
    return sorted(verb for verb in registry if models.get(verb, set()) & {Scorecard, PaperSheet})


def test_nobody_acts_on_a_scorecard_of_a_team_that_they_are_tied_to(scene):
    """Asked of the operations themselves: what a page hides, its address must not take."""
    event, version, boss = scene
    own = seated(event, version, boss.user, PanelSeat.Role.PRESIDENT)
    card = Scorecard.objects.get()
    targets = {Scorecard: card, PaperSheet: PaperSheet(judge=card.judge, version=version)}
    pairs = [
        (verb, targets[model])
        for verb in verbs_about_scorecards()
        for model in targets
        if model in target_models()[verb]
    ]

    def allowed():
        return {verb for verb, target in pairs if registry[verb].may(boss.user, target)}

    assert allowed() >= {"scorecard.reopen", "paper.type"}
    declare_conflict(actor=boss.user, judge=own, team=version.submission.team)
    assert allowed() == set()


TELLING = sorted(verb for verb, operation in registry.items() if operation.tells_marks)
LOGS = ("hackathon_auditentry", "judging_refusal")


@pytest.mark.parametrize("verb", TELLING)
def test_what_was_done_or_refused_and_tells_how_marks_stand_is_for_who_may_know(
    scene, client, verb
):
    event, _version, boss = scene
    unseeing = OrganiserFactory(event=event, sees_marks=False)
    with unguarded("test"):
        AuditEntry.objects.create(
            event=event, actor=boss.user, verb=verb, subject=event, at=timezone.now()
        )
        Refusal.objects.create(
            event=event, actor=boss.user, verb=verb, reason="No.", refused_at=timezone.now()
        )

    def logged(organiser):
        client.force_login(organiser.user)
        asked = {"hackathon_auditentry": words_for(verb)}  # it is searched by its words
        pages = [
            client.get(reverse(f"admin:{name}_changelist"), {"q": asked.get(name, verb)})
            for name in LOGS
        ]
        return [page.context["cl"].result_count for page in pages]

    assert logged(boss) == [1, 1]
    assert logged(unseeing) == [0, 0]


def test_that_a_tie_was_decided_tells_how_marks_stand():
    assert "tie.decide" in TELLING
