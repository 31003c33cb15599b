"""What other teams write is on no page of the workplace for an organiser who competes.

Every text of a team's rows is one odd word; whoever competes goes through every list, row, filter
and page of the event, and the word is nowhere until the results are public.
"""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from teams.models import LateRequest, Team
from tests import factories
from tests.house.test_pages import scene_of
from tests.judging.embargo.twins import admin_extras, admin_lists, narrowed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain")]
WORD = "Quillfeather"
# What is for everybody, or is written by organisers.
FOR_ALL = {"Extension", "Ruling", "Verdict", "Team", "Invitation"}
# Names by which the site itself calls something.
ITS_OWN = ("sha256", "token", "nonce", "key", "status", "state", "kind", "language", "media_type")


def path_to_team(model, tried=()):
    """The lookup that leads from a row to its team, along foreign keys; none if there is none."""
    for field in model._meta.concrete_fields:
        if not field.is_relation or field.related_model in tried:
            continue
        if field.related_model is Team:
            return field.name
        if field.related_model._meta.app_label == "teams":
            rest = path_to_team(field.related_model, (*tried, model))
            if rest:
                return f"{field.name}__{rest}"
    return ""


def own_texts(model):
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.name.endswith(ITS_OWN)
        and (field.max_length or 999) >= len(WORD)
    ]


def written_by_teams():
    for model in apps.get_app_config("teams").get_models():
        path, texts = path_to_team(model), own_texts(model)
        if path and texts and model.__name__ not in FOR_ALL:
            yield model, path, texts


def say_it_everywhere(team):
    """The word in every text of the team's rows; gives the models that have one."""
    said = set()
    with connection.cursor() as cursor, unguarded("test"):
        cursor.execute("SET LOCAL session_replication_role = replica")  # what never changes, too
        for model, path, texts in written_by_teams():
            if model._base_manager.filter(**{path: team}).update(**dict.fromkeys(texts, WORD)):
                said.add(model.__name__)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    return said


def every_row():
    """The page of each row that the workplace knows."""
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        for row in model._default_manager.all():
            try:
                yield reverse(name, args=[row.pk])
            except NoReverseMatch:
                continue


def places_that_say_it(client, places):
    found = []
    for place in dict.fromkeys(places):
        page = client.get(place, follow=True)
        body = b"".join(page.streaming_content) if page.streaming else page.content
        if WORD in body.decode("latin-1"):
            found.append(place)
    return found


@pytest.fixture
def scene():
    scene = scene_of("one")
    with unguarded("test"):
        LateRequest.objects.create(
            team=scene["team"], asked_by=scene["captain"], asked_at=timezone.now(), reason="Late."
        )
    return scene


def test_no_page_of_the_workplace_tells_a_rival_what_a_team_writes(scene):
    rival = factories.OrganiserFactory(event=scene["event"], sees_marks=False).user
    challenge = scene["team"].challenge
    factories.MemberFactory(team__event=scene["event"], team__challenge=challenge, user=rival)
    neutral = factories.OrganiserFactory(event=scene["event"]).user
    said = say_it_everywhere(scene["team"])
    assert {"Submission", "Version", "HelpRequest", "LateRequest", "Attachment"} <= said

    places = [*admin_lists(scene), *admin_extras(scene), *every_row()]
    places += narrowed(rival, places)
    client = Client()
    client.force_login(neutral)
    assert len(places_that_say_it(client, places)) > 10, "who does not compete reads it"
    client.force_login(rival)
    assert places_that_say_it(client, places) == []
