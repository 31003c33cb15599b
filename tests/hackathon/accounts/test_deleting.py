"""Somebody deletes their own account: nothing of them is left but what others rest on."""

import threading
import time

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.urls import reverse
from django.utils import timezone

from hackathon.accounts.privacy import holds_of, kept_of
from hackathon.accounts.services import erasing
from hackathon.accounts.services.erasing import erase_person
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.delivery import deliver_due
from hackathon.models import AuditEntry, EmailLog, Organiser, User
from judging.models import Candidate, Conflict, Judge, Scorecard
from teams.models import Invitation, JoinRequest, Member
from teams.participants.services.participation import withdraw_from_event
from teams.team.services.joining import open_link, use_link
from teams.team.services.members import hand_over
from teams.team.services.registration import register_team
from tests import factories
from tests.house.rendered import read
from tests.post import arrived
from tests.signed_in import confirmed

pytestmark = pytest.mark.django_db
PAGE = "/me/delete/"
ADDRESS, NAME = "ada.lovelace@example.org", "Ada Lovelace-Byron"


@pytest.fixture
def ada():
    person = factories.UserFactory(
        email=ADDRESS, name=NAME, bio="Counts.", organisation="Engines", skills=["weaving"]
    )
    person.set_password("quite-Long-and-odd-7431")
    person.save()
    person.emailaddress_set.create(email=ADDRESS, verified=True, primary=True)
    return person


def delete(client, person):
    confirmed(client, person)
    return client.post(PAGE, {"agree": "on"})


def places_with(text):
    """Every table of the site's own with a row that says it, but the log of what was done."""
    found = set()
    for model in apps.get_models():
        said = models.Q()
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                said |= models.Q(**{f"{field.name}__icontains": text})
        if said and model is not AuditEntry and model._base_manager.filter(said).exists():
            found.add(model.__name__)
    return found


def test_nothing_is_left_of_who_it_was(client, ada):
    delete(client, ada)

    ada.refresh_from_db()
    assert (ada.name, ada.bio, ada.organisation, ada.skills) == ("", "", "", [])
    assert not ada.is_active
    assert str(ada) == "Deleted account"
    assert places_with(NAME) == set()
    assert places_with(ADDRESS) == {"EmailLog"}, "the last mail, which is on its way"
    assert AuditEntry.objects.get(verb="person.erase").actor == ada


def test_the_address_is_told_a_last_time_and_then_forgotten(client, ada, post):
    factories.UserFactory()
    EmailLog.objects.create(
        reader=ada,
        recipient=ADDRESS,
        template="mail/help_link",
        status="sent",
        sent_at=timezone.now(),
    )
    EmailLog.objects.create(reader=ada, recipient=ADDRESS, template="mail/help_sessions")
    delete(client, ada)
    deliver_due()

    assert [(mail["To"], "deleted" in mail["Subject"]) for mail in arrived(post)] == [
        (ADDRESS, True)
    ]
    assert places_with(ADDRESS) == set()
    assert EmailLog.objects.filter(status="sent").count() == 2


def test_every_way_in_is_shut_and_the_address_is_free(client, ada):
    other = confirmed(type(client)(), ada)
    answer = delete(client, ada)
    assert answer.url == reverse("hackathon:events")
    assert "storage" in answer["Clear-Site-Data"]

    for browser in (client, other):
        assert browser.get(reverse("hackathon:me")).status_code == 302
    sent = {"login": ADDRESS, "password": "quite-Long-and-odd-7431"}
    assert client.post(reverse("account_login"), sent).status_code == 200
    assert User.objects.create_user(ADDRESS, "another-Long-one-11").pk != ada.pk


def test_who_has_not_just_proven_who_they_are_is_asked(client, ada):
    client.force_login(ada)
    asked = client.post(PAGE, {"agree": "on"})
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert f"next={PAGE.replace('/', '%2F')}" in asked.url
    ada.refresh_from_db()
    assert ada.is_active


def test_nothing_happens_without_the_tick(client, ada):
    confirmed(client, ada)
    answer = client.post(PAGE, {})
    assert answer.status_code == 422
    assert "Tick this" in answer.text
    ada.refresh_from_db()
    assert ada.is_active


def test_what_is_given_up_first_is_said_with_the_page_for_it(client, ada):
    event = factories.EventFactory(during="registration")
    challenge = factories.ChallengeFactory(event=event)
    team = register_team(actor=ada, event=event, name="Engines", challenge=challenge, invite=[])
    bob = factories.MemberFactory(team=team, seat=2, is_captain=False).user
    answer = delete(client, ada)

    assert answer.status_code == 422
    assert "You lead the team “Engines”" in answer.text
    links = read(answer.text, PAGE).links
    assert team.get_absolute_url() in links
    assert client.get(team.get_absolute_url()).status_code == 200

    hand_over(actor=ada, member=Member.objects.get(user=bob))
    assert "You are in the team “Engines”" in client.get(PAGE).text
    with unguarded("test"):
        Member.objects.filter(user=ada).delete()
    for row in ada.takes_part.all():
        assert "You are registered" in client.get(PAGE).text
        withdraw_from_event(actor=ada, participant=row)
    delete(client, ada)
    ada.refresh_from_db()
    assert not ada.is_active


ROLES = {
    "organiser": lambda ada, event: factories.OrganiserFactory(event=event, user=ada),
    "judge": lambda ada, event: factories.JudgeFactory(event=event, user=ada),
    "coach": lambda ada, event: factories.CoachFactory(event=event, user=ada),
    "captain": lambda ada, event: factories.MemberFactory(team__event=event, user=ada),
    "owner": lambda ada, event: factories.ChallengeOwnerFactory(
        challenge=factories.ChallengeFactory(event=event), user=ada
    ),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("phase", ["registration", "judging"])
def test_a_role_in_an_event_that_runs_holds_and_one_in_a_past_event_does_not(ada, role, phase):
    event = factories.EventFactory(during=phase)
    factories.OrganiserFactory(event=event)
    ROLES[role](ada, event)
    assert len(holds_of(ada)) == 1
    with pytest.raises(ValidationError, match="Hack the Sprout"):
        erase_person(actor=ada, person=ada)

    factories.published(event)
    assert holds_of(ada) == []
    assert kept_of(ada)
    erase_person(actor=ada, person=ada)
    assert places_with(ADDRESS) == set()
    assert places_with(NAME) == ({"Judge"} if role == "judge" else set())


def test_a_member_whose_team_is_fixed_goes_and_the_seat_stays_nameless(client, ada):
    version = factories.submitted(factories.EventFactory(during="judging"))
    seat = factories.MemberFactory(
        team=version.team, user=ada, seat=2, is_captain=False, is_named=True
    )
    delete(client, ada)
    seat.refresh_from_db()
    assert str(seat) == "Deleted account"
    assert not seat.is_named


OTHER = "countess@example.org"


def say_no_everywhere(person, address):
    """Traces of somebody who was asked, at either address, and has no role by it."""
    event, now = factories.EventFactory(during="registration"), timezone.now()
    boss = factories.OrganiserFactory(event=event).user
    team = factories.MemberFactory(team__event=event).team
    asked = {"event": event, "name": NAME, "email": address}
    declined = {**asked, "user": None, "accepted_at": None, "declined_at": now}
    version = factories.submitted(factories.EventFactory(during="judging"))
    with unguarded("test"):
        seat = Invitation.offering(team, address, invited_by=boss, created_at=now)
        seat.revoked_at = now
        seat.save()
        Candidate.objects.create(
            **asked, asked_at=now, answer="declined", answered_at=now, answered_by=boss
        )
        factories.JudgeFactory(**declined)
        factories.CoachFactory(**declined)
        JoinRequest.objects.create(
            team=team,
            user=person,
            asked_at=now,
            message=f"I am {NAME}.",
            words=f"No, {NAME}.",
            answer="declined",
            answered_at=now,
        )
        Conflict.objects.create(
            judge=factories.JudgeFactory(event=version.event),
            team=version.team,
            kind="other",
            origin="found",
            state="proposed",
            sign="person",
            people=[person.pk],
            clues=[NAME],
            declared_at=now,
        )
    EmailLog.objects.create(recipient=address, template="x", status="sent", sent_at=now)


@pytest.mark.parametrize("address", [ADDRESS, OTHER])
def test_nothing_is_left_of_who_was_asked_and_has_no_role(ada, address):
    ada.emailaddress_set.create(email=OTHER, verified=True)
    say_no_everywhere(ada, address)
    erase_person(actor=ada, person=ada)
    assert places_with(address) == set()
    assert places_with(NAME) == set()


def test_an_offer_that_is_open_stays_and_that_is_said(ada):
    event, now = factories.EventFactory(during="registration"), timezone.now()
    factories.JudgeFactory(event=event, user=None, name="Ada", email=ADDRESS, accepted_at=None)
    team = factories.MemberFactory(team__event=event).team
    with unguarded("test"):
        captain = team.members.get().user
        Invitation.offering(team, ADDRESS, invited_by=captain, created_at=now).save()
    assert len([said for said in kept_of(ada) if "not answered stay open" in said]) == 2
    erase_person(actor=ada, person=ada)
    assert places_with(ADDRESS) == {"Judge", "Invitation"}


def test_what_organisers_wrote_to_them_goes_and_mails_of_others_stay_as_they_are(ada):
    """Whatever they called themselves: mails to others refer to rows, and name nobody."""
    User.objects.filter(pk=ada.pk).update(name="confirmed")
    ada.refresh_from_db()
    context = {"words": "Bring your loom.", "state": "confirmed"}
    mail = EmailLog.objects.create(
        reader=ada,
        recipient=ADDRESS,
        template="x",
        context=context,
        status="sent",
        sent_at=timezone.now(),
    )
    other = EmailLog.objects.create(recipient="bob@example.org", template="x", context=context)
    erase_person(actor=ada, person=ada)
    mail.refresh_from_db()
    other.refresh_from_db()
    assert mail.context == {"words": "", "state": "confirmed"}
    assert other.context == context


def test_who_only_claims_an_address_deletes_nothing_of_whose_it_is(ada):
    ada.emailaddress_set.create(email=OTHER, verified=False)
    mail = EmailLog.objects.create(recipient=OTHER, template="mail/help_link")
    erase_person(actor=ada, person=ada)
    assert EmailLog.objects.get(pk=mail.pk).recipient == OTHER


def test_scorecards_and_the_page_of_results_stay_as_they_are(client, ada):
    judge, version = factories.judged_event()
    with unguarded("test"):
        Judge.objects.filter(pk=judge.pk).update(user=ada, name=NAME, email=ADDRESS)
    card = factories.ScorecardFactory(
        judge=judge, version=version, handed_in_at=timezone.now(), remarks="Clear.", note="Ask Bob."
    )
    event = factories.published(version.event)
    results, jury = (
        reverse(name, args=[event.slug]) for name in ("judging:results", "judging:jury")
    )
    before = read(type(client)().get(results).text, results)
    delete(client, ada)

    assert read(type(client)().get(results).text, results) == before
    assert NAME in type(client)().get(jury).text
    card = Scorecard.objects.get(pk=card.pk)
    assert (card.judge.email, card.remarks, card.note) == ("", "Clear.", "")


def test_the_last_who_runs_the_site_stays(ada):
    ada.is_superuser = ada.is_staff = True
    ada.save()
    assert [hold.sentence for hold in holds_of(ada)] == [
        "You alone run this site. Make somebody else a superuser first."
    ]
    factories.UserFactory(is_superuser=True)
    assert holds_of(ada) == []


def test_a_past_event_keeps_somebody_who_can_open_it_and_correct_its_results(ada):
    event = factories.published(factories.EventFactory(during="deliberation"))
    factories.OrganiserFactory(event=event, user=ada)
    assert "You alone organise" in holds_of(ada)[0].sentence
    other = factories.OrganiserFactory(event=event, sees_marks=False)
    assert "You alone see the marks" in holds_of(ada)[0].sentence
    with unguarded("test"):
        other.sees_marks = True
        other.save()
    erase_person(actor=ada, person=ada)
    assert [row.user for row in event.organisers.all()] == [other.user]


def test_nobody_deletes_the_account_of_somebody_else(ada):
    boss = factories.UserFactory(is_superuser=True, is_staff=True)
    with pytest.raises(Exception, match="erase"):
        erase_person(actor=boss, person=ada)


def test_who_is_gone_gets_no_role_from_a_page_that_was_opened_before(ada):
    team = factories.MemberFactory(team__event__during="registration").team
    captain = team.members.get().user
    link = open_link(actor=captain, team=team, uses=3, days=3)
    stale = User.objects.get(pk=ada.pk)
    erase_person(actor=ada, person=ada)
    with pytest.raises(ValidationError, match="deleted their account"):
        use_link(actor=stale, link=link)


@pytest.mark.django_db(transaction=True)
def test_a_role_that_is_given_at_the_same_time_holds(ada):
    """Both wait for one lock: whoever comes second learns of the first."""
    team = factories.MemberFactory(team__event__during="registration").team
    captain = team.members.get().user
    link = open_link(actor=captain, team=team, uses=3, days=3)

    def join():
        use_link(actor=User.objects.get(pk=ada.pk), link=link)

    def leave():
        erase_person(actor=ada, person=ada)

    outcomes = at_once(join, leave)
    assert "refused" in outcomes
    assert len(set(outcomes)) == 2
    is_seated = Member.objects.filter(user=ada).exists()
    assert is_seated == User.objects.get(pk=ada.pk).is_active


def at_once(*acts):
    """What became of each: its name, or that it was refused."""
    outcomes = []
    ready = threading.Barrier(len(acts))

    def attempt(act):
        ready.wait()
        try:
            act()
            outcomes.append(act.__name__)
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", ["runs the site", "organises", "sees marks"])
def test_of_the_last_two_one_stays_though_both_go_at_once(role, monkeypatch):
    event = factories.published(factories.EventFactory(during="deliberation"))
    people = factories.UserFactory.create_batch(2, is_superuser=role == "runs the site")
    with unguarded("test"):
        Organiser.objects.filter(event=event).delete()
    if role != "runs the site":
        for person in people:
            factories.OrganiserFactory(event=event, user=person)
    if role == "sees marks":
        factories.OrganiserFactory(event=event, sees_marks=False)
    slowly = erasing.empty_floors
    monkeypatch.setattr(erasing, "empty_floors", lambda one: (time.sleep(0.3), slowly(one)))

    def leave(person):
        return lambda: erase_person(actor=person, person=person)

    outcomes = at_once(*[leave(person) for person in people])
    assert outcomes.count("refused") == 1
