"""An address or a text that is longer than its column gets a sentence, and nothing is cut in
silence."""

import importlib
import inspect
from pathlib import Path

import pytest
from allauth.account.forms import AddEmailForm, RequestLoginCodeForm
from allauth.core.context import request_context
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse

from hackathon.models import EmailLog
from hackathon.web.forms import LONGEST_ADDRESS
from judging.seats.services.room import ask_for_seat, open_room
from teams.deadlines.services.deadlines import ask_late
from teams.door.services import register_at_desk
from teams.team.services.registration import edit_team, invite_members
from tests import factories
from tests.hackathon.accounts.test_second_factor import PASSWORD, person_with_password
from tests.house.doors import FLOORS
from tests.teams.participants.test_participation import comes
from tests.teams.team.test_members import team_of

pytestmark = pytest.mark.django_db
LONG = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 12}.example"  # 260 letters, and valid


def form_classes():
    for floor in FLOORS:
        for path in sorted(Path(floor).rglob("*.py")):
            if "migrations" in path.parts or "forms" not in path.read_text():
                continue
            module = importlib.import_module(".".join(path.with_suffix("").parts))
            for name, found in inspect.getmembers(module, inspect.isclass):
                if issubclass(found, forms.BaseForm) and found.__module__ == module.__name__:
                    yield f"{module.__name__}.{name}", found


def test_every_field_for_an_address_takes_what_a_column_holds_and_no_more():
    fields = [
        (f"{name}.{key}", field)
        for name, form in form_classes()
        for key, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.EmailField) and not issubclass(form, RequestLoginCodeForm)
    ]
    assert len(fields) >= 4
    assert [name for name, field in fields if (field.max_length or 999) > LONGEST_ADDRESS] == []


ACCOUNT_PAGES = {
    "account_login": {"login": LONG, "password": PASSWORD},
    "account_signup": {"email": LONG, "password1": PASSWORD, "name": "Ada"},
    "account_request_login_code": {"email": LONG},
    "account_reset_password": {"email": LONG},
}


@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_no_page_of_the_account_falls_over_a_long_address(client, name):
    cache.clear()

    answer = client.post(reverse(name), ACCOUNT_PAGES[name], follow=True)

    assert answer.status_code == 200
    assert not EmailLog.objects.filter(recipient=LONG).exists()
    if name != "account_login":
        assert "254" in answer.text.split("<main")[1]


def test_nobody_moves_to_a_long_address(rf):
    with request_context(rf.get("/")):
        form = AddEmailForm(user=person_with_password(), data={"email": LONG})
        assert "254" in str(form.errors["email"])


def test_the_services_refuse_what_no_form_has_measured(event):
    boss, ada = factories.OrganiserFactory(event=event).user, factories.UserFactory()
    team = team_of(event, ada)
    code = open_room(actor=boss, event=event, minutes=60)
    for act in (
        lambda: invite_members(actor=ada, team=team, emails=[LONG]),
        lambda: register_at_desk(actor=boss, event=event, name="A", email=LONG),
        lambda: ask_for_seat(code=code, name="A", email=LONG),
        lambda: ask_for_seat(code=code, name="A" * 300, email="a@example.org"),
    ):
        with pytest.raises(ValidationError, match=r"too long|at most"):
            act()
    with pytest.raises(ValidationError):
        edit_team(actor=ada, team=team, name="x" * 100)


def test_a_captain_who_invites_a_long_address_reads_which_and_loses_nothing(event, client):
    ada = factories.UserFactory()
    team = team_of(event, ada)
    client.force_login(ada)

    page = client.post(
        reverse("teams:invite", args=[event.slug, team.pk]), {"emails": f"bob@x.example\n{LONG}"}
    )

    assert page.status_code == 422
    assert "is too long for an address: at most 254" in page.text
    assert LONG in page.text


def test_no_service_cuts_what_somebody_wrote(client):
    member = factories.MemberFactory(team__event=factories.EventFactory(during="judging"))

    with pytest.raises(ValidationError, match="601 characters long, and at most 600"):
        ask_late(actor=member.user, team=member.team, reason="x" * 601)


def test_an_organisers_word_that_is_too_long_is_said_and_kept(event, client):
    boss = factories.OrganiserFactory(event=event)
    client.force_login(boss.user)
    ada = comes(event)
    words = "x" * 1001
    form = {"action": "wait_selected", "_selected_action": [ada.pk], "words": words, "send": "1"}

    page = client.post(reverse("admin:teams_participant_changelist"), form)

    assert "1001 characters long, and at most 1000" in page.text
    assert words in page.text
    ada.refresh_from_db()
    assert ada.words == ""
