"""Who knows marks before the results are public."""

import pytest
from django.contrib.admin.sites import site
from django.urls import reverse

from hackathon.errors import StateConflict
from hackathon.guard import unguarded
from hackathon.models import AuditEntry
from hackathon.services.events import add_organiser, remove_organiser, trust_organiser
from judging.embargo import readable_events
from judging.models import Panel, PanelSeat, Refusal, Scorecard
from judging.services.jury import declare_conflict
from judging.services.results import give_award
from judging.services.scoring import hand_in_scorecard, save_scorecard
from tests.factories import (
    JudgeFactory,
    OrganiserFactory,
    PanelSeatFactory,
    PrizeFactory,
    UserFactory,
    published,
)
from tests.factories import judged_event as scored_event

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
    give_award(actor=boss.user, prize=prize, submission=submission)
    entry = AuditEntry.objects.get(verb="award.give")
    one = reverse("admin:hackathon_auditentry_change", args=[entry.pk])
    every = reverse("admin:hackathon_auditentry_changelist")

    client.force_login(helper.user)
    assert client.get(one).status_code == 404
    assert "award.give" not in client.get(every).text
    client.force_login(boss.user)
    assert client.get(one).status_code == 200
    client.force_login(helper.user)
    published(event)
    assert "award.give" in client.get(every).text


def test_an_organiser_who_is_tied_to_a_team_as_a_judge_sees_nothing_of_its_rank(client, scene):
    event, version, boss = scene
    judge = seated(event, version, boss.user, PanelSeat.Role.PRESIDENT)
    workspace = reverse("admin:judging_results_change", args=[event.pk])
    client.force_login(boss.user)
    declare_conflict(actor=boss.user, judge=judge, team=version.team)

    text = client.get(workspace).text

    assert "3.000" not in text
    assert f"<td>{version.team.name}</td>" not in text
