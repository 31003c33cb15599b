"""Every operation that gives a role against every role that excludes it; and every act in one.

The operations are found in the registry: those that declare what they give. One that gives a role
and does not say so raises in whatever test runs it (``hackathon.kernel.apart``).
"""

import pytest
from django.apps import apps
from django.utils import timezone

from hackathon.events.services import delete_row, remove_organiser, trust_organiser
from hackathon.kernel.apart import RoleNotDeclared
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import GuardedModel, unguarded
from hackathon.kernel.operations import About, Operation, registry
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import (
    event_of,
    is_organiser,
    knows_marks,
    sees_marks,
)
from hackathon.kernel.role_words import OTHERS, OWN
from hackathon.kernel.roles import (
    EXCLUSIONS,
    Role,
    excluded_by,
    may_give,
)
from hackathon.models import AuditEntry, OutboxMessage
from judging.embargo.policy import waits_for_marks
from judging.embargo.waits import readable_events
from judging.models import (
    Award,
    Conflict,
    Judge,
    Panel,
    PaperSheet,
    Scorecard,
    TieDecision,
    UnsavedMarks,
)
from teams.help.policy import EDIT_COACH
from teams.help.services.coaches import accept_coaching, invite_coach, save_coach
from teams.help.services.help import claim_help
from teams.mergers.services import offer_merge
from teams.models import HelpRequest, LateRequest, Member
from teams.rulings.services import invite_matches
from teams.team.roles import competes
from teams.team.services.joining import ask_to_join
from teams.team.services.members import leave_team
from teams.team.services.registration import edit_team
from tests import factories
from tests.house.operation_targets import target_models
from tests.house.role_ways import NOBODY_THERE, WAYS, asked_to_coach, hold, world
from tests.journeys.panel import set_clock
from tests.signed_in import confirmed

pytestmark = pytest.mark.django_db

GIVING = {verb: operation for verb, operation in registry.items() if operation.gives}
PAIRS = [
    (verb, gained, held)
    for verb, operation in sorted(GIVING.items())
    for gained in operation.gives
    for held in excluded_by(gained)
    if verb not in NOBODY_THERE
]
ACTS = sorted(verb for verb, operation in registry.items() if operation.acts_as)


def rows_of_roles() -> dict[str, list[tuple]]:
    """Everything that a role hangs on, and the trace that an operation leaves."""
    models = [model for model in apps.get_models() if may_give(model, None)]
    told = [*models, AuditEntry, OutboxMessage]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in told
    }


def test_there_is_a_way_for_every_operation_that_gives_a_role():
    assert set(WAYS) == set(GIVING)
    assert len(PAIRS) >= 38


@pytest.mark.parametrize("verb", sorted(WAYS))
def test_whoever_holds_nothing_else_gets_the_role(verb):
    act = WAYS[verb](world())

    act()

    assert AuditEntry.objects.filter(verb=verb).exists()


@pytest.mark.parametrize(("verb", "gained", "held"), PAIRS)
def test_nobody_gets_a_role_beside_one_that_excludes_it(verb, gained, held):
    scene = world()
    act = WAYS[verb](scene)
    hold(scene, held)
    before = rows_of_roles()

    with pytest.raises(StateConflict) as refusal:
        act()

    assert len(" ".join(refusal.value.messages)) > 40  # a sentence that says why
    assert rows_of_roles() == before


def test_coaches_compete_for_challenges_that_they_do_not_coach():
    scene = world()
    coach = factories.CoachFactory(event=scene.event, user=scene.person)
    factories.CoachChallengeFactory(coach=coach, challenge=scene.elsewhere)

    WAYS["team.register"](scene)()

    assert Member.objects.filter(user=scene.person).exists()


def test_somebody_who_competes_coaches_another_challenge():
    scene = world()
    coach = asked_to_coach(scene)
    scene.team(scene.elsewhere, scene.person)

    invite_coach(actor=scene.boss, coach=coach)
    accept_coaching(actor=scene.person, coach=coach)

    assert scene.event.coaches.filter(user=scene.person).exists()


def test_a_coach_who_competes_elsewhere_keeps_a_challenge_of_their_own():
    """Without any they would coach all, also the one for which they compete."""
    scene = world()
    coach = factories.CoachFactory(event=scene.event, user=scene.person)
    factories.CoachChallengeFactory(coach=coach, challenge=scene.elsewhere)
    scene.team(user=scene.person)

    with pytest.raises(StateConflict, match="is in the team"):
        save_coach(actor=scene.boss, coach=coach, challenges=[], fields=[])

    assert coach.fields.count() == 1
    delete_row(actor=scene.boss, operation=EDIT_COACH, row=coach)
    assert not scene.event.coaches.exists()


def test_nothing_else_is_promised_that_would_be_refused():
    """Asking, proposing a merger and matching promise a seat; they refuse as the seat would."""
    scene = world()
    team = scene.team()
    edit_team(actor=scene.captain_of(team), team=team, is_open=True)
    own = scene.team(scene.elsewhere, scene.person)
    hold(scene, Role.COACHES)

    with pytest.raises(StateConflict, match="another part in this event"):
        offer_merge(actor=scene.captain_of(team), team=team, other=own, keeps_ours=True)
    with pytest.raises(StateConflict, match="coaches for “Greener travel”"):
        invite_matches(actor=scene.boss, event=scene.event, pairs=[(scene.person, team)])
    leave_team(actor=scene.person, member=own.members.get())
    with pytest.raises(StateConflict, match="You coach for “Greener travel”"):
        ask_to_join(actor=scene.person, team=team, message="")


def test_every_pair_of_the_table_has_its_sentence_for_each_reader():
    for pair in EXCLUSIONS:
        one, other = pair
        for role, found in ((one, other), (other, one)):
            assert (role, found, False) in OWN
            assert (role, found, False) in OTHERS


def test_an_operation_that_does_not_say_what_it_gives_is_a_programming_error():
    scene = world()
    mute = Operation("test.mute", may=lambda actor, target: True)
    try:
        with pytest.raises(RoleNotDeclared), mute.begin(scene.boss, scene.event):
            factories.JudgeFactory._meta.model.objects.create(
                event=scene.event, name="Eve", email="eve@example.org"
            )
    finally:
        del registry["test.mute"]
    assert not Judge.objects.exists()


def test_every_table_in_which_a_person_has_a_part_is_known_or_gives_no_role():
    """A new table with a person and an event may give a role: then it registers with ``gives``."""
    with_person = {
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, GuardedModel)
        and any(f.name == "user" for f in model._meta.fields)
        and not may_give(model, None)
    }

    assert with_person == {
        "challenges.ChallengeOwner",  # answers questions; a finding where they judge
        "teams.Participant",  # a place in the event, not in a team
        "teams.JoinRequest",  # a wish
        "teams.Departure",  # the past
        "teams.Upload",  # of a member
    }


# ── The act itself ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def both():
    """Somebody with every part in judging who is in a team as well: as a repair left them."""
    scene = world()
    event, person, challenge = scene.event, scene.person, scene.challenge
    factories.OrganiserFactory(event=event, user=person)
    judge = factories.JudgeFactory(event=event, user=person)
    factories.PanelSeatFactory(judge=judge, challenge=challenge, role="president")
    factories.CoachFactory(event=event, user=person)
    rival = scene.team()
    submission = factories.SubmissionFactory(team=rival)
    version = factories.VersionFactory(submission=submission, submitted_by=scene.captain_of(rival))
    card = factories.ScorecardFactory(judge=judge, version=version)
    other = factories.JudgeFactory(event=event)
    factories.PanelSeatFactory(judge=other, challenge=challenge)
    help_ = factories.HelpRequestFactory(team=rival, asked_by=scene.captain_of(rival))
    prize = factories.PrizeFactory(challenge=challenge)
    targets = {
        "event": event,
        "challenge": challenge,
        "prize": prize,
        "judge": judge,
        "help": help_,
        "card": card,
        "others card": Scorecard(judge=other, version=version),
        "sheet": PaperSheet(judge=other, version=version, typed_by=scene.boss),
        "unsaved": UnsavedMarks(judge=judge, version=version),
        "others unsaved": UnsavedMarks(judge=other, version=version),
        "tie": TieDecision(challenge=challenge, order=[submission.pk]),
        "conflict": Conflict(judge=other, team=rival),
        "panel": Panel(challenge=challenge),
        "award": Award(prize=prize, submission=submission),
        "submission": submission,
    }
    scene.targets = targets
    return scene


def allowed_targets(scene, operation: Operation) -> list:
    """The rows of the scene with which this person may begin the operation."""
    return [row for row in targets_of(scene, operation) if may(operation, scene.person, row)]


def targets_of(scene, operation: Operation) -> list:
    """The rows of the scene of the kind that the operation is about.

    Where no source tells, all that are not somebody's own: those are for operations about others.
    """
    kinds = target_models().get(operation.verb, set())
    rows = [row for row in scene.targets.values() if type(row) in kinds]
    return rows or [row for row in scene.targets.values() if not hasattr(row, "user_id")]


def may(operation: Operation, person, row) -> bool:
    try:
        return event_of(row) is not None and operation.may(person, row)
    except (AttributeError, ValueError):  # about a row of another kind
        return False


@pytest.mark.parametrize("verb", ACTS)
def test_nobody_acts_in_a_role_beside_one_that_excludes_it(verb, both):
    operation = registry[verb]
    put_into(both, operation)
    targets = allowed_targets(both, operation)
    assert targets, "nothing that this person may begin it with: nothing was tried"
    for held in excluded_by(operation.acts_as):
        hold(both, held)

    for target in targets:
        with (
            pytest.raises(StateConflict, match="You are in the team"),
            operation.begin(both.person, target),
        ):
            pytest.fail("it was done")


def put_into(scene, operation: Operation) -> None:
    """A phase in which the operation is open, with the person's own marks handed in."""
    with unguarded("test"):
        scene.targets["card"].handed_in_at = timezone.now()
        scene.targets["card"].save()
    if operation.phases == {Phase.PUBLISHED}:
        factories.published(scene.event)
    else:
        set_clock(scene.event, next(p for p in Phase if p in operation.phases))


# ── Who competes decides nothing of the contest ──────────────────────────────────────────────────

DECIDING = sorted(verb for verb, operation in registry.items() if operation.over_teams)


@pytest.fixture
def teams_of_an_event():
    """An organiser who may not see marks; a rival's team, project and people, and the jury's."""
    scene = world()
    factories.OrganiserFactory(event=scene.event, user=scene.person, sees_marks=False)
    rival = scene.team()
    submission = factories.SubmissionFactory(team=rival)
    member = factories.MemberFactory(team=rival, seat=2, is_captain=False)
    with unguarded("test"):
        late = LateRequest.objects.create(
            team=rival, asked_by=scene.captain_of(rival), asked_at=timezone.now(), reason="Late."
        )
    criterion = factories.CriterionFactory(event=scene.event)
    scene.targets = {
        "event": scene.event,
        "team": rival,
        "submission": submission,
        "late": late,
        "member": member,
        "challenge": scene.challenge,
        "criterion": criterion,
        "judge": factories.JudgeFactory(event=scene.event),
        "prize": factories.PrizeFactory(challenge=scene.challenge),
    }
    return scene


@pytest.mark.parametrize("verb", DECIDING)
def test_an_organiser_who_competes_decides_nothing_of_the_contest(verb, teams_of_an_event):
    scene, operation = teams_of_an_event, registry[verb]
    put_into_phase_of(scene, operation)
    targets = [row for row in targets_of(scene, operation) if may(operation, scene.person, row)]
    assert targets, "nothing that this person may begin it with: nothing was tried"
    assert all(operation.allows(scene.person, row) for row in targets)
    hold(scene, Role.COMPETES)

    for target in targets:
        assert not operation.allows(scene.person, target)
        with (
            pytest.raises(StateConflict, match="leave the team first"),
            operation.begin(scene.person, target),
        ):
            pytest.fail("it was done")
        with operation.begin(scene.boss, target):
            pass


OF_ORGANISERS = {is_organiser, sees_marks}


def asks_for_an_organiser(predicate) -> bool:
    """Whether it is one of them, or joined of others among which there is one."""
    cells = [cell.cell_contents for cell in getattr(predicate, "__closure__", None) or ()]
    parts = [part for cell in cells for part in (cell if isinstance(cell, tuple) else [cell])]
    return predicate in OF_ORGANISERS or any(map(asks_for_an_organiser, filter(callable, parts)))


def test_every_operation_of_organisers_says_whether_who_competes_may_do_it():
    """What is done in a role that nobody holds who competes says so by that."""
    apart = excluded_by(Role.COMPETES)
    of_organisers = {
        verb
        for verb, operation in registry.items()
        if operation.about is About.EVENT
        and asks_for_an_organiser(operation.may)
        and operation.acts_as not in apart
    }
    silent = {verb for verb in of_organisers if registry[verb].over_teams is None}

    assert silent == set()
    assert len(of_organisers) >= 60
    assert len(DECIDING) >= 35


def test_there_always_is_an_organiser_who_does_not_compete():
    """Somebody sees the marks; the last who does competes in no team and reads what comes first."""
    scene = world()
    scene.person = scene.boss
    own = scene.event.organisers.get()

    with pytest.raises(StateConflict, match="Add another organiser who may see them first"):
        WAYS["team.register"](scene)()
    with pytest.raises(StateConflict, match="let another organiser first"):
        trust_organiser(actor=scene.boss, organiser=own, sees_marks=False)
    other = factories.OrganiserFactory(event=scene.event)
    with pytest.raises(StateConflict, match="Ask another organiser to take this right from you"):
        WAYS["team.register"](scene)()
    trust_organiser(actor=other.user, organiser=own, sees_marks=False)
    WAYS["team.register"](scene)()
    with pytest.raises(StateConflict, match="let another organiser first"):
        remove_organiser(actor=scene.boss, organiser=other)


def test_every_operation_by_which_organisers_decide_about_a_team_says_so(teams_of_an_event):
    """Found by who may: what an organiser may do with a team or what it submits."""
    scene, silent = teams_of_an_event, set()
    plain = factories.UserFactory()
    scene.targets = {name: scene.targets[name] for name in ("team", "submission", "late", "member")}
    for verb, operation in registry.items():
        kinds = target_models().get(verb, set())
        for row in scene.targets.values():
            is_organisers = may(operation, scene.person, row) and not may(operation, plain, row)
            if type(row) in kinds and is_organisers and not operation.over_teams:
                silent.add(verb)

    assert silent == set()


def put_into_phase_of(scene, operation: Operation) -> None:
    set_clock(scene.event, next(phase for phase in Phase if phase in operation.phases))


# By these somebody acts for themselves, or gives something up.
NO_ACTS_IN_A_ROLE = {
    "judge.introduce": "a judge's own words about themselves",
    "conflict.declare": "standing aside is always right",
    "help.hand_on": "a coach gives a request away",
    "help.close": "a coach ends what they have in hand",
    "organiser.trust": "gives a role, and asks for the one who gets it",
}


def test_every_act_that_needs_a_role_says_in_which_it_is_done(both):
    """Found by who may: what a judge, a coach or a trusted organiser may, and nobody else."""
    scene = both
    plain = factories.UserFactory()
    unseeing = factories.OrganiserFactory(event=scene.event, sees_marks=False).user
    silent = set()
    for verb, operation in registry.items():
        if operation.acts_as or operation.gives or verb in NO_ACTS_IN_A_ROLE:
            continue
        for target in targets_of(scene, operation):
            others = any(may(operation, somebody, target) for somebody in (plain, unseeing))
            if may(operation, scene.person, target) and not others:
                silent.add(verb)

    assert silent == set()


def test_a_coach_who_captains_a_team_reads_and_claims_no_rivals_request(both, client):
    help_ = HelpRequest.objects.get()
    hold(both, Role.COMPETES)
    confirmed(client, both.person)

    page = client.get(f"/e/{both.event.slug}/coaching/").text

    assert help_.what not in page
    with pytest.raises(StateConflict, match="nobody coaches a challenge for which they compete"):
        claim_help(actor=both.person, request=help_)


def test_a_judge_who_competes_finds_no_project_on_their_desk_and_reads_why(both, client):
    set_clock(both.event, "judging")
    hold(both, Role.COMPETES)
    confirmed(client, both.person)

    page = client.get(f"/e/{both.event.slug}/judging/").text

    assert "Railbow" not in page
    assert "nobody judges an event in which they compete" in page


def test_who_competes_knows_no_marks(both):
    set_clock(both.event, "deliberation")
    assert knows_marks(both.person, both.event)
    hold(both, Role.COMPETES)

    assert not knows_marks(both.person, both.event)
    assert not readable_events(both.person).exists()
    assert waits_for_marks(both.person, both.challenge)
    assert competes(both.person, both.challenge)
