"""Whoever is invited by mail and has no account reads it in the language that the inviter chose.

Which rows invite, which verbs mail them and which services those begin in is read from the models
and the sources.
"""

import ast
import inspect
import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.urls import reverse

from hackathon.kernel.guard import unguarded
from hackathon.kernel.models.invited import InvitedInALanguage
from hackathon.kernel.notices import Letter
from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail
from hackathon.models import EmailLog
from hackathon.rooms import rooms_of
from judging.models import Judge
from judging.seats.services.importing import import_judges
from judging.seats.services.jury import invite_judge
from judging.seats.services.room import answer_candidate, ask_for_seat, open_room
from teams.help.services.coaches import invite_coach
from teams.models import Coach
from teams.team.services.registration import invite_members, register_team, resend_invitation
from tests import factories
from tests.house.doors import FLOORS
from tests.house.reaching import calls_and_verbs, parsed
from tests.reading import squeezed

# Verbs that invite and choose no language: why.
CHOSEN_BEFORE = {
    "invitation.resend": "the row keeps the language of the first mail",
    "candidate.answer": "they asked on a page that spoke their language",
    "team.fix": "the rows keep the language of the first mail",
}


def is_invitation(model) -> bool:
    fields = {field.name for field in model._meta.get_fields()}
    return {"email", "token_hash"} <= fields


def inviting_models():
    models = (model for floor in FLOORS for model in apps.get_app_config(floor).get_models())
    return [model for model in models if is_invitation(model)]


@cache
def inviting_verbs() -> set[str]:
    """The verbs whose notice reaches ``Letter.to_invited``."""
    functions = {
        (module.__name__, node.name): node
        for module in list_of_notices()
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.FunctionDef)
    }
    inviting = {key for key, node in functions.items() if "to_invited" in ast.unparse(node)}
    made = {getattr(sys.modules[module], name) for module, name in inviting}
    for (module, name), node in functions.items():
        named = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        known = [getattr(sys.modules[module], each, None) for each in named]
        if any(each is one for each in known for one in made):
            inviting.add((module, name))
    found = {
        argument.value
        for key in inviting
        for decorator in functions[key].decorator_list
        for argument in decorator.args[:1]
    }
    return found


def list_of_notices():
    """The notices of every floor, and of each of its rooms."""
    floors = map(apps.get_app_config, FLOORS)
    places = [place for floor in floors for place in (floor.name, *rooms_of(floor))]
    return [import_module(f"{place}.notices") for place in places if find_spec(f"{place}.notices")]


def test_every_row_that_invites_an_address_has_a_language():
    found = inviting_models()

    assert {model.__name__ for model in found} >= {"Invitation", "Judge", "Coach"}
    assert [model for model in found if not issubclass(model, InvitedInALanguage)] == []


def is_letter_to_an_address(node: ast.AST) -> bool:
    """``Letter(template, address, language)``: the fourth would be the reader."""
    is_made = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Letter"
    return is_made and len(node.args) + len(node.keywords) < 4


def test_no_letter_goes_to_an_address_but_through_an_invitation():
    """A letter is made for a person with an account, or for the row that invites somebody."""
    made = [
        f"{module.__name__}:{node.lineno}"
        for floor in FLOORS
        for module, tree in parsed(floor)
        for node in ast.walk(tree)
        if is_letter_to_an_address(node)
    ]
    for module in list_of_notices():
        made += [
            f"{module.__name__}:{node.lineno}"
            for node in ast.walk(ast.parse(inspect.getsource(module)))
            if is_letter_to_an_address(node)
        ]

    assert made == []
    ways = {name for name in vars(Letter) if name.startswith("to")}
    assert ways == {"to", "to_invited"}


# Whoever is found in a list has an account, which says what they read.
READ_FROM_THE_ACCOUNT = {"invite_person", "invite_matches"}


def test_every_service_that_invites_takes_a_language():
    assert inviting_verbs() >= {
        "team.register",
        "team.invite",
        "coach.invite",
        "judge.invite",
        "judge.import",
    }
    without = set()
    for floor in ("teams", "judging"):
        _calls, verbs = calls_and_verbs(floor)
        for function, begun in verbs.items():
            takes_one = "language" in inspect.signature(function).parameters
            if not takes_one and function.__name__ not in READ_FROM_THE_ACCOUNT:
                without |= begun & inviting_verbs()

    assert without == set(CHOSEN_BEFORE)


@pytest.fixture
def event(db):
    event = factories.EventFactory(during="registration")
    with unguarded("test"):
        event.language = "fr"
        event.save()
    return event


def boss_of(event):
    return factories.OrganiserFactory(event=event).user


def by_registering(event, **chosen):
    captain = factories.UserFactory(language="de")
    challenge = factories.ChallengeFactory(event=event)
    register_team(
        actor=captain,
        event=event,
        name="Railbow",
        challenge=challenge,
        invite=["new@example.org"],
        **chosen,
    )


def by_inviting(event, **chosen):
    seat = factories.MemberFactory(team__event=event, user__language="de")
    [offer] = invite_members(actor=seat.user, team=seat.team, emails=["new@example.org"], **chosen)
    return seat, offer


def as_coach(event, **chosen):
    with unguarded("test"):
        coach = Coach.objects.create(event=event, name="Ada", email="new@example.org")
    invite_coach(actor=boss_of(event), coach=coach, **chosen)


def as_judge(event, **chosen):
    with unguarded("test"):
        judge = Judge.objects.create(event=event, name="Ada", email="new@example.org")
    invite_judge(actor=boss_of(event), judge=judge, **chosen)


def by_list(event, **chosen):
    text = "name;email\nAda;new@example.org"
    import_judges(actor=boss_of(event), event=event, text=text, invite=True, **chosen)


@pytest.mark.parametrize("way", [by_registering, by_inviting, as_coach, as_judge, by_list])
@pytest.mark.parametrize(("chosen", "read"), [({"language": "nl"}, "nl"), ({}, "fr")])
def test_the_mail_and_the_page_behind_its_link_speak_what_was_chosen(
    event, client, way, chosen, read
):
    way(event, **chosen)
    relay_promises()

    mail = EmailLog.objects.get(recipient="new@example.org")
    assert mail.language == read
    _subject, text, _html = word_mail(mail)
    link = next(word for word in text.split() if "/invitations/" in word)
    assert link.endswith(f"/?language={read}")
    page = client.get(f"/{link.split('/', 3)[3]}", headers={"accept-language": "en"})
    assert page.headers["Content-Language"] == read
    again = client.get(event.get_absolute_url(), headers={"accept-language": "en"})
    assert again.headers["Content-Language"] == read


@pytest.mark.parametrize("kind", ["judge", "coach"])
def test_a_language_that_the_site_does_not_speak_is_refused_in_a_sentence(event, client, kind):
    make = {"judge": factories.JudgeFactory, "coach": factories.CoachFactory}[kind]
    asked = make(event=event, user=None, name="Ada", accepted_at=None, email="b@example.org")
    floor = {"judge": "judging", "coach": "teams"}[kind]
    page = reverse(f"admin:{floor}_{kind}_invite", args=[asked.pk])
    client.force_login(boss_of(event))

    answer = client.post(page, {"language": "tlh"}, follow=True).text

    assert "does not speak the language" in answer
    asked.refresh_from_db()
    assert asked.invited_at is None


def test_an_invitation_that_is_sent_again_keeps_its_language(event):
    seat, offer = by_inviting(event, language="nl")
    with unguarded("test"):
        type(offer).objects.update(created_at=event.registration_opens_at)
    offer.refresh_from_db()

    resend_invitation(actor=seat.user, invitation=offer)
    relay_promises()

    languages = EmailLog.objects.filter(recipient="new@example.org").values_list("language")
    assert {code for (code,) in languages} == {"nl"}


def test_who_asked_for_a_seat_is_invited_in_the_language_of_the_page(event):
    boss = boss_of(event)
    code = open_room(actor=boss, event=event, minutes=60)
    ask_for_seat(code=code, name="Ada", email="new@example.org", language="de")

    answer_candidate(actor=boss, candidate=event.candidates.get(), accepted=True)
    relay_promises()

    assert EmailLog.objects.get(recipient="new@example.org").language == "de"


def test_a_judge_whose_languages_are_known_is_invited_in_one_of_them(event):
    text = "name;email;languages\nAda;new@example.org;es|nl"
    import_judges(actor=boss_of(event), event=event, text=text, invite=True, language="de")
    relay_promises()

    assert EmailLog.objects.get(recipient="new@example.org").language == "nl"


def test_every_form_that_invites_asks_for_the_language(event, client):
    seat = factories.MemberFactory(team__event=event)
    factories.ChallengeFactory(event=event)
    boss = boss_of(event)
    judge = factories.JudgeFactory(
        event=event, user=None, name="Ada", accepted_at=None, email="a@example.org"
    )
    coach = factories.CoachFactory(
        languages=[], event=event, user=None, name="Ada", accepted_at=None, email="b@example.org"
    )
    pages = [
        (factories.UserFactory(), reverse("teams:register", args=[event.slug])),
        (seat.user, seat.team.get_absolute_url()),
        (boss, reverse("admin:judging_judge_change", args=[judge.pk])),
        (boss, reverse("admin:judging_judge_import", args=[event.pk])),
        (boss, reverse("admin:teams_coach_change", args=[coach.pk])),
    ]

    for person, page in pages:
        client.force_login(person)
        text = client.get(page).text
        assert 'name="language"' in text, page
        assert '<option value="fr" selected>' in squeezed(text), page
