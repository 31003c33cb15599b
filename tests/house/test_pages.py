"""Every page is private unless it is listed here, and no page shows another event's rows."""

import pytest
from django.apps import apps
from django.urls import get_resolver, reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from hackathon.models import User
from judging.models import Assignment, PaperSheet, Scorecard, UnsavedMarks, Wave
from judging.seats.services.room import ask_for_seat, open_room
from teams.mergers.services import offer_merge
from teams.models import Attachment, Participant, VersionFile
from teams.submissions.services.uploads import begin_upload
from teams.team.services.joining import ask_to_join, open_link
from teams.team.services.registration import edit_team, invite_members
from tests.factories import JudgeFactory, MemberFactory, OrganiserFactory, UserFactory
from tests.journeys.scene import event_in

pytestmark = pytest.mark.django_db

PUBLIC = {
    "hackathon:events",
    "challenges:home",
    "challenges:challenges",
    "challenges:challenge",
    "challenges:partners",
    "judging:rules",
    "judging:rule_sheet",
    "judging:jury",
    "judging:results",
    "teams:gallery",
    "teams:coaches",
    "teams:projects_feed",
    "teams:news_feed",
    "teams:countdown",
    "judging:ask",
}
PUBLIC_WHEN_PUBLISHED = {"teams:project", "teams:project_file", "teams:card", "judging:photo"}
PRIVATE = {
    "team_id",
    "file_id",
    "submission_id",
    "help_id",
    "request_id",
    "question_id",
    "token",
    "candidate_id",
    "judge_id",
    "assignment_id",
    "key",
    "card_id",
    "sheet_id",
    "unsaved_id",
}
FLOORS = ("hackathon", "challenges", "teams", "judging")
CANARY = "Railbow"


def pages():
    """The name of every page with the names of its arguments."""
    found = {}
    for pattern in get_resolver().url_patterns:
        if getattr(pattern, "app_name", None) in FLOORS:
            event = ["event_slug"] if "event_slug" in str(pattern.pattern) else []
            for page in pattern.url_patterns:
                name = f"{pattern.app_name}:{page.name}"
                found[name] = event + list(page.pattern.converters)
    return found


def arguments(scene):
    """What the address of each page needs, for one event."""
    return {
        "event_slug": scene["event"].slug,
        "slug": scene["challenge"].slug,
        "team_id": scene["team"].pk,
        "number": 1,
        "file_id": scene["file_id"],
        "invitation_id": scene["invitation"].pk,
        "token": scene["invitation"].token,
        **{name: scene[name] for name in ("code", "member_id", "link_id", "request_id")},
        "participant_id": scene["participant_id"],
        "offer_id": scene["offer_id"],
        "submission_id": scene["submission"].pk,
        "judge_id": scene["judge"].pk,
        "candidate_id": scene["candidate"].pk,
        "assignment_id": scene["assignment"].pk,
        "person_id": scene["captain"].pk,
        "help_id": scene["help"].pk,
        "question_id": scene["question"].pk,
        "language": "en",
        "key": scene["key"],
        **scored(scene),
    }


def scored(scene):
    """A scorecard, a sheet of paper and a message that wait: for the addresses of jury pages."""
    judge, version = scene["judge"], scene["version"]
    typist = OrganiserFactory(event=scene["event"]).user
    with unguarded("test"):
        card, _new = Scorecard.objects.get_or_create(judge=judge, version=version)
        sheet = PaperSheet.objects.filter(judge=judge, version=version).first()
        sheet = sheet or PaperSheet.objects.create(
            judge=judge, version=version, typed_by=typist, typed_at=timezone.now()
        )
        unsaved = UnsavedMarks.objects.filter(judge=judge, version=version).first()
        unsaved = unsaved or UnsavedMarks.objects.create(
            judge=judge, version=version, sent_at=timezone.now()
        )
    return {"card_id": card.pk, "sheet_id": sheet.pk, "unsaved_id": unsaved.pk}


def scene_of(slug):
    scene = event_in("hacking", slug)
    guest = UserFactory()
    scene["invitation"] = invite_members(
        actor=scene["captain"], team=scene["team"], emails=[guest.email]
    )[0]
    more = {
        "file_id": file_of(scene).pk,
        "key": upload_of(scene).key,
        "candidate": candidate_of(scene["event"]),
        "assignment": assignment_of(scene),
    }
    return scene | ways_in(scene) | more


def assignment_of(scene):
    """A review that the judge is asked for."""
    now = timezone.now()
    with unguarded("test"):
        wave = Wave.objects.create(challenge=scene["challenge"], number=1, proposed_at=now)
        return Assignment.objects.create(
            judge=scene["judge"], submission=scene["submission"], wave=wave, assigned_at=now
        )


def candidate_of(event):
    """Somebody who typed the code that is open in the room."""
    boss = OrganiserFactory(event=event).user
    code = open_room(actor=boss, event=event, minutes=60)
    ask_for_seat(code=code, name=CANARY, email="guest@example.org")
    return event.candidates.get()


def file_of(scene):
    """A file in the draft and in the version that was handed in."""
    with unguarded("test"):
        file = Attachment.objects.create(
            team=scene["team"],
            name=f"{CANARY}.pdf",
            sha256="0" * 64,
            size=1,
            created_at=timezone.now(),
        )
        VersionFile.objects.create(version=scene["version"], attachment=file, position=1)
    return file


def upload_of(scene):
    return begin_upload(actor=scene["captain"], team=scene["team"], name=f"{CANARY}.pdf", size=9)


def ways_in(scene):
    """A second member, a link, a request and a proposal: one of each for the addresses."""
    team, captain = scene["team"], scene["captain"]
    second = MemberFactory(team=team, seat=2, is_captain=False)
    link = open_link(actor=captain, team=team, uses=1, days=1)
    edit_team(actor=captain, team=team, is_open=True)
    request = ask_to_join(actor=UserFactory(), team=team, message=CANARY)
    edit_team(actor=captain, team=team, is_open=False)
    other = MemberFactory(team__event=scene["event"], team__challenge=scene["challenge"])
    offer = offer_merge(actor=captain, team=team, other=other.team, keeps_ours=True)
    with unguarded("test"):
        looking = Participant.objects.create(
            event=scene["event"],
            user=UserFactory(),
            status="confirmed",
            is_looking=True,
            started_at=timezone.now(),
        )
    return {
        "code": link.code,
        "member_id": second.pk,
        "link_id": link.pk,
        "request_id": request.pk,
        "offer_id": offer.pk,
        "participant_id": looking.pk,
    }


def address(name, needed, known):
    return reverse(name, args=[known[argument] for argument in needed])


def test_the_list_of_pages_is_read_from_the_site_itself():
    found = pages()

    assert found["teams:receipt"] == ["event_slug", "team_id", "number"]
    assert len(found) > 25
    assert found.keys() >= PUBLIC | PUBLIC_WHEN_PUBLISHED


def test_without_signing_in_only_the_listed_pages_answer(client):
    known = arguments(scene_of("one"))

    for name, needed in pages().items():
        response = client.get(address(name, needed, known))
        if name in PUBLIC:
            assert response.status_code == 200, name
        else:
            assert response.status_code in (302, 404, 405), name
        assert CANARY not in response.text, name


@pytest.mark.usefixtures("plain")
def test_another_events_rows_are_nowhere_in_ones_own_event(client):
    """The addresses of one's own event, with every id taken from another."""
    mine, other = scene_of("mine"), scene_of("other")
    known = arguments(other) | {"event_slug": "mine"}
    boss = OrganiserFactory(event=mine["event"]).user
    seats = (mine["judge"], mine["coach"], mine["owner"])
    for who in (mine["captain"], boss, *(seat.user for seat in seats)):
        client.force_login(who)
        for name, needed in pages().items():
            if set(needed) <= {"event_slug", "language", "number"}:
                continue
            page = address(name, needed, known)
            for response in (client.get(page), client.post(page, {"do": "submit"})):
                assert response.status_code in (404, 405), (name, response.status_code)
                assert CANARY not in response.text


@pytest.mark.usefixtures("plain")
def test_somebody_from_another_team_or_event_sees_nothing_of_a_team(client):
    scene = scene_of("one")
    known = arguments(scene)
    rival = MemberFactory(team__event=scene["event"], team__challenge=scene["challenge"])
    two = event_in("hacking", "two")
    boss = OrganiserFactory(event=two["event"]).user
    strangers = (rival, JudgeFactory(event=two["event"]), two["coach"], two["owner"])
    for who in (*(seat.user for seat in strangers), boss, UserFactory()):
        client.force_login(who)
        for name, needed in pages().items():
            response = client.get(address(name, needed, known))
            assert CANARY not in response.text, name
            if PRIVATE & set(needed):
                assert response.status_code in (404, 405), name


@pytest.mark.usefixtures("plain")
def test_what_is_not_yours_looks_like_what_does_not_exist(client):
    scene = scene_of("one")
    known = arguments(scene)
    client.force_login(UserFactory())
    missing = known | dict.fromkeys(PRIVATE, 999_999) | {"token": "0" * 64, "key": "0" * 43}

    for name, needed in pages().items():
        if PRIVATE & set(needed):
            real = client.get(address(name, needed, known))
            absent = client.get(address(name, needed, missing))
            assert real.status_code == absent.status_code, name
            assert len(real.content) == len(absent.content), name


def everything():
    """Every row of the floors, as it stands."""
    models = [model for model in apps.get_models() if model._meta.app_label in FLOORS]
    return {model: list(model._base_manager.order_by("pk").values()) for model in models}


def test_no_call_with_somebody_elses_ids_changes_anything(client):
    scene, elsewhere = scene_of("one"), scene_of("two")
    known = arguments(scene)
    rival = MemberFactory(team__event=scene["event"], team__challenge=scene["challenge"])
    boss = OrganiserFactory(event=elsewhere["event"]).user
    data = {
        "text": "x",
        "answer": "x",
        f"q{scene['question'].pk}-answer": "x",
        "revision": 0,
        f"q{scene['question'].pk}-revision": 0,
        "what": "x",
        "where": "x",
        "language": "en",
        "emails": "x@example.org",
        "title": "x",
        "do": "submit",
    }
    before = everything()
    for who in (None, scene["newcomer"], rival.user, boss, elsewhere["coach"].user):
        client.logout()
        if who:
            client.force_login(who)
        for name, needed in pages().items():
            if not PRIVATE & set(needed):
                continue
            answer = client.post(address(name, needed, known), data)
            assert answer.status_code in ((404, 405) if who else (302, 404, 405)), name
    assert changes(before) == []


def changes(before):
    """What differs, apart from when somebody was last seen."""
    after = everything()
    for rows in (*before[User], *after[User]):
        rows.pop("last_login", None)
    return [model for model in before if before[model] != after[model]]
