"""An organiser who is in a team decides nothing of the contest, and reads no rival's project."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from hackathon.events.services import reschedule_event
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.kernel.notices import letters_for
from hackathon.kernel.roles import Role
from hackathon.mail.services.decisions import drop_mails
from hackathon.mail.services.queueing import relay_promises
from hackathon.models import AuditEntry, EmailLog, Event
from judging.amendments.selectors.taking_back import last_change_of_sense
from judging.amendments.services.taking_back import take_back_sense
from judging.conflicts.services import name_neutral
from judging.models import Criterion, Judge
from judging.rules.services import retire_criterion, save_rule
from judging.scorecards.models import Scorecard
from judging.seats.services.jury import seat_panels
from judging.seats.services.leaving import excuse_judge
from teams.deadlines.services.deadlines import grant_extension
from teams.help.services.help import ask_help
from teams.models import Bundle, LateRequest, Participant, Submission, Version
from teams.submissions.services.bundles import ask_bundle
from teams.team.services.registration import invite_members
from tests.factories import (
    HelpRequestFactory,
    MemberFactory,
    OrganiserFactory,
    UserFactory,
    published,
)
from tests.house.role_ways import hold, world
from tests.journeys.panel import set_clock
from tests.judging.amendments.acts import hashes, scene_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return scene_in("handed in")


@pytest.fixture
def rival(scene):
    """Organises the event, may not see marks, and is in the team Birch."""
    person = OrganiserFactory(event=scene.event, sees_marks=False).user
    with unguarded("test"):
        MemberFactory(team=scene.teams["Birch"], seat=3, user=person, is_captain=False)
    return person


def criterion(scene, **values):
    row = Criterion.objects.get(pk=scene.criteria[0].pk)
    for name, value in values.items():
        setattr(row, name, value)
    return row


def sense(scene, actor):
    save_rule(
        actor=actor,
        row=criterion(scene, meaning_de="Neu."),
        fields=["meaning_de"],
        degree="sense",
        reason="New.",
    )
    return last_change_of_sense(scene.event)


ACTS = {
    "set a judge's marks aside": lambda s, who: excuse_judge(
        actor=who, judge=Judge.objects.get(pk=s.judges[1].pk), reason="Ill.", set_aside=True
    ),
    "take a judge off a panel": lambda s, who: seat_panels(
        actor=who, event=s.event, seats={(s.judges[1].pk, s.challenges[0].pk): ""}, reason="Ill."
    ),
    "weigh otherwise": lambda s, who: save_rule(
        actor=who, row=criterion(s, weight=90), fields=["weight"], reason="Better."
    ),
    "change what a criterion means": sense,
    "take a criterion away": lambda s, who: retire_criterion(
        actor=who, criterion=criterion(s), reason="Not needed."
    ),
    "open the writing again": lambda s, who: reschedule_event(
        actor=who,
        event=Event.objects.get(pk=s.event.pk),
        reason="More time.",
        changes={"submissions_close_at": timezone.now() + timedelta(hours=1)},
    ),
    "name a domain that ties nobody": lambda s, who: name_neutral(
        actor=who, event=s.event, text="example.org"
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_nothing_of_the_jury_or_the_times_is_decided_by_who_competes(scene, rival, name):
    before = hashes(Scorecard)

    with pytest.raises(StateConflict, match="leave the team first"):
        ACTS[name](scene, rival)
    assert hashes(Scorecard) == before


def test_nor_is_a_change_of_sense_taken_back_and_the_page_says_why(scene, rival, client):
    change = sense(scene, scene.boss)
    client.force_login(rival)

    page = client.get(reverse("admin:judging_rulesheet_take_back", args=[change.pk])).text

    assert "leave the team first" in page
    with pytest.raises(StateConflict, match="leave the team first"):
        take_back_sense(actor=rival, change=change, reason="No.")


PAGES = {
    "excuse": lambda s: reverse("admin:judging_judge_excuse", args=[s.judges[1].pk]),
    "judge": lambda s: reverse("admin:judging_judge_change", args=[s.judges[1].pk]),
    "panels": lambda s: reverse("admin:judging_judge_panels", args=[s.event.pk]),
    "criterion": lambda s: reverse("admin:judging_criterion_change", args=[s.criteria[0].pk]),
    "event": lambda s: reverse("admin:hackathon_event_change", args=[s.event.pk]),
    "archive": lambda s: reverse("admin:teams_bundle_event", args=[s.event.pk]),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_say_what_to_give_up_first(scene, rival, client, name):
    client.force_login(rival)

    page = client.get(PAGES[name](scene), follow=True)

    assert page.status_code == 200
    assert "leave the team first" in page.text


def test_no_mail_is_kept_by_who_competes_and_the_page_offers_it_no_more(scene, rival, client):
    grant_extension(actor=scene.boss, team=scene.teams["Birch"], minutes=30, reason="Power cut.")
    relay_promises()
    mail = EmailLog.objects.order_by("pk").last()
    client.force_login(rival)

    page = client.get(reverse("admin:hackathon_emaillog_change", args=[mail.pk])).text

    assert "leave the team first" in page
    assert 'value="drop"' not in page
    with pytest.raises(StateConflict, match="leave the team first"):
        drop_mails(actor=rival, event=scene.event, mails=[mail.pk], reason="No.")


def pages_about(scene, name):
    """Where the workplace shows what a team has written."""
    submission = scene.teams[name].submission
    version = Version.objects.filter(submission=submission).first()
    return [
        reverse("admin:teams_submission_change", args=[submission.pk]),
        reverse("admin:teams_version_change", args=[version.pk]),
    ]


def test_a_rivals_project_does_not_exist_for_them_until_the_results_are_public(
    scene, rival, client
):
    client.force_login(rival)
    for model in ("submission", "version", "attempt"):
        text = client.get(reverse(f"admin:teams_{model}_changelist")).text
        assert "Amber" not in text
    own, others = pages_about(scene, "Birch"), pages_about(scene, "Amber")

    assert [client.get(page).status_code for page in own] == [200, 200]
    assert all(client.get(page).context.get("original") is None for page in others)
    published(scene.event)
    assert all(client.get(page).context["original"] is not None for page in others)


def test_whoever_does_not_compete_reads_all_of_them(scene, rival, client):
    client.force_login(scene.boss)

    pages = pages_about(scene, "Amber") + pages_about(scene, "Birch")

    assert {client.get(page).status_code for page in pages} == {200}


def test_no_archive_is_asked_for_or_taken_along(scene, rival, client):
    with unguarded("test"):
        bundle = Bundle.objects.create(
            event=scene.event, asked_by=scene.boss, asked_at=timezone.now(), status="ready"
        )
    client.force_login(rival)

    page = client.get(reverse("admin:teams_bundle_download", args=[bundle.pk]))

    assert page.status_code == 404
    with pytest.raises((StateConflict, PermissionDenied)):
        ask_bundle(actor=rival, event=scene.event)


def test_a_rivals_request_for_help_is_not_theirs_to_read(client):
    other = world()
    person = OrganiserFactory(event=other.event, user=other.person, sees_marks=False).user
    team = other.team()
    asked = HelpRequestFactory(team=team, asked_by=other.captain_of(team), what="Does not fit.")
    client.force_login(person)
    assert asked.what in client.get(reverse("admin:teams_helprequest_changelist")).text

    hold(other, Role.COMPETES)

    assert asked.what not in client.get(reverse("admin:teams_helprequest_changelist")).text


def mails_shown(client):
    page = client.get(reverse("admin:hackathon_emaillog_changelist"))
    return {(mail.template, mail.recipient) for mail in page.context["cl"].result_list}


def told_to(*readers):
    return set(EmailLog.objects.filter(reader__in=readers).values_list("template", "recipient"))


def test_what_rivals_are_written_is_not_in_the_list_of_mails(scene, rival, client):
    amber, birch = scene.teams["Amber"], scene.teams["Birch"]
    set_clock(scene.event, "hacking")
    for team in (amber, birch):
        grant_extension(actor=scene.boss, team=team, minutes=30, reason="Power cut.")
        captain = team.members.get(is_captain=True).user
        invite_members(actor=captain, team=team, emails=[f"{team.name}@example.org".lower()])
    relay_promises()
    others = [seat.user for seat in amber.members.all()]
    own = [seat.user for seat in birch.members.all()]
    client.force_login(rival)

    shown = mails_shown(client)

    assert told_to(*own) <= shown
    assert not told_to(*others) & shown
    addresses = {recipient for _template, recipient in shown}
    assert "birch@example.org" in addresses
    assert "amber@example.org" not in addresses
    mail = EmailLog.objects.filter(reader__in=others).first()
    page = reverse("admin:hackathon_emaillog_change", args=[mail.pk])
    assert client.get(page).status_code == 404
    counts = client.get(reverse("admin:index")).context["own_events"][0][0].mail_counts
    assert counts.waiting == len(shown)
    published(scene.event)
    assert told_to(*others) <= mails_shown(client)


def test_whoever_does_not_compete_sees_each_mail(scene, rival, client):
    grant_extension(actor=scene.boss, team=scene.teams["Amber"], minutes=30, reason="Power cut.")
    relay_promises()
    client.force_login(scene.boss)

    assert len(mails_shown(client)) == EmailLog.objects.count()


def offers(client, page):
    """What a list of the workplace offers: to add a row, and what to do with chosen ones."""
    answer = client.get(page)
    form = answer.context.get("action_form")
    actions = [name for name, _words in form.fields["action"].choices if name] if form else []
    return answer.context["has_add_permission"], actions


LISTS = [
    "teams_submission",
    "teams_participant",
    "judging_judge",
    "judging_criterion",
    "challenges_challenge",
    "challenges_prize",
]
HARMLESS = {"download_participants"}


@pytest.mark.parametrize("phase", ["hacking", "judging"])
@pytest.mark.parametrize("name", LISTS)
def test_lists_offer_them_nothing_that_is_refused(scene, rival, client, name, phase):
    set_clock(scene.event, phase)
    with unguarded("test"):
        Participant.objects.create(
            event=scene.event,
            user=UserFactory(),
            status="applied",
            applied_at=timezone.now(),
            started_at=timezone.now(),
        )
    page = reverse(f"admin:{name}_changelist")
    client.force_login(rival)

    may_add, actions = offers(client, page)

    assert not may_add
    assert set(actions) <= HARMLESS
    client.force_login(scene.boss)
    may_add, actions = offers(client, page)
    assert may_add or set(actions) - HARMLESS or (name, phase) in CLOSED


CLOSED = {("challenges_challenge", "judging")}


def test_the_door_refuses_what_was_sent_all_the_same(scene, rival, client):
    """As from a page that was open before they joined a team."""
    row = scene.teams["Birch"].submission
    before = hashes(Submission)
    client.force_login(rival)

    sent = {
        "action": "decide_not_eligible",
        "_selected_action": [row.pk],
        "reason": "No.",
        "send": "1",
    }
    client.post(reverse("admin:teams_submission_changelist"), sent, follow=True)

    assert hashes(Submission) == before


def test_who_competes_is_asked_for_nothing_that_they_may_not_decide(scene, rival):
    event, amber = scene.event, scene.teams["Amber"]
    set_clock(event, "hacking")
    person = amber.members.get(is_captain=True).user
    ask_help(
        actor=person,
        team=amber.__class__.objects.get(pk=amber.pk),
        what="Does not fit.",
        where="Table 3",
        language="en",
    )
    with unguarded("test"):
        late = LateRequest.objects.create(
            team=amber, asked_by=person, asked_at=timezone.now(), reason="Late."
        )
    entry = AuditEntry(event=event, verb="late_request.ask", subject=late, at=timezone.now())

    told = {letter.recipient for letter in letters_for(entry)}
    helped = AuditEntry.objects.get(verb="help.ask")
    asked = {letter.recipient for letter in letters_for(helped)}

    assert scene.boss.email in told
    assert rival.email not in told
    assert scene.boss.email in asked
    assert rival.email not in asked
