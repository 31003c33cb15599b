"""Every page is private unless it is listed here, and no page shows another event's rows."""

import pytest
from django.urls import get_resolver, reverse

from teams.services.joining import ask_to_join, open_link
from teams.services.merging import offer_merge
from teams.services.registration import edit_team, invite_members
from tests.factories import JudgeFactory, MemberFactory, OrganiserFactory, UserFactory
from tests.journeys.scene import event_in

pytestmark = pytest.mark.django_db

PUBLIC = {
    "hackathon:events", "challenges:home", "challenges:challenges", "challenges:challenge",
    "challenges:partners", "judging:jury", "judging:results", "teams:gallery",
}  # fmt: skip
PUBLIC_WHEN_PUBLISHED = {"teams:project", "teams:project_file", "judging:photo"}
FLOORS = ("hackathon", "challenges", "teams", "judging")
CANARY = "Railbow"
OWNED = {"team_id", "submission_id", "token", "request_id"}


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
        "invitation_id": scene["invitation"].pk,
        "token": scene["invitation"].token,
        **{name: scene[name] for name in ("code", "member_id", "link_id", "request_id")},
        "offer_id": scene["offer_id"],
        "question_id": 1,
        "submission_id": scene["submission"].pk,
        "judge_id": scene["judge"].pk,
    }


def scene_of(slug):
    scene = event_in("hacking", slug)
    guest = UserFactory()
    scene["invitation"] = invite_members(
        actor=scene["captain"], team=scene["team"], emails=[guest.email]
    )[0]
    return scene | ways_in(scene)


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
    return {
        "code": link.code, "member_id": second.pk, "link_id": link.pk,
        "request_id": request.pk, "offer_id": offer.pk,
    }  # fmt: skip


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


def test_another_events_rows_are_nowhere_in_ones_own_event(client):
    """The addresses of one's own event, with every id taken from another."""
    mine, other = scene_of("mine"), scene_of("other")
    known = arguments(other) | {"event_slug": "mine"}
    for who in (mine["captain"], mine["judge"].user, OrganiserFactory(event=mine["event"]).user):
        client.force_login(who)
        for name, needed in pages().items():
            if set(needed) <= {"event_slug"}:
                continue
            page = address(name, needed, known)
            for response in (client.get(page), client.post(page, {"do": "submit"})):
                assert response.status_code in (404, 405), (name, response.status_code)
                assert CANARY not in response.text


def test_somebody_from_another_team_or_event_sees_nothing_of_a_team(client):
    scene = scene_of("one")
    known = arguments(scene)
    rival = MemberFactory(team__event=scene["event"], team__challenge=scene["challenge"])
    stranger = JudgeFactory(event=event_in("hacking", "two")["event"])
    for who in (rival.user, stranger.user, UserFactory()):
        client.force_login(who)
        for name, needed in pages().items():
            response = client.get(address(name, needed, known))
            assert CANARY not in response.text, name
            if OWNED & set(needed):
                assert response.status_code in (404, 405), name


def test_what_is_not_yours_looks_like_what_does_not_exist(client):
    scene = scene_of("one")
    known = arguments(scene)
    client.force_login(UserFactory())
    missing = known | {"team_id": 999_999, "submission_id": 999_999, "token": "0" * 64,
                       "request_id": 999_999}  # fmt: skip

    for name, needed in pages().items():
        if OWNED & set(needed):
            real = client.get(address(name, needed, known))
            absent = client.get(address(name, needed, missing))
            assert real.status_code == absent.status_code, name
            assert len(real.content) == len(absent.content), name
