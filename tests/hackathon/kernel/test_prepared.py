"""A queryset that is written once answers as the queryset does, in each language."""

import pytest
from django.db.models import F
from django.utils import translation

from challenges.models import Challenge
from hackathon.kernel.guard import unguarded
from hackathon.kernel.prepared import Given, IsAnyOf, Prepared
from tests.factories import ChallengeFactory, EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    event = EventFactory()
    with unguarded("test"):
        for slug, english, french in (("a", "Air", "Vent"), ("b", "Sea", "Mer")):
            ChallengeFactory(event=event, slug=slug, title_en=english, title_fr=french)
    ChallengeFactory(event=EventFactory(), slug="elsewhere")
    return event


def challenges_by_title(event):
    return Challenge.objects.filter(event=event).order_by("title")


def test_rows_are_those_of_the_queryset_in_each_language(event):
    prepared = Prepared(lambda: challenges_by_title(Given("event")).values_list("slug"))

    for language, order in (("en", ["a", "b"]), ("fr", ["b", "a"]), ("en", ["a", "b"])):
        with translation.override(language):
            assert [slug for (slug,) in prepared.rows(event=event.pk)] == order
            assert [row.slug for row in challenges_by_title(event)] == order


def test_instances_bring_what_is_annotated_and_speak_the_readers_language(event):
    prepared = Prepared(
        lambda: (
            challenges_by_title(Given("event")).annotate(zone=F("event__time_zone")).only("title")
        )
    )

    with translation.override("fr"):
        found = prepared.instances(event=event.pk)
        told = [(row.title, row.zone) for row in found]
        assert told == [("Mer", event.time_zone), ("Vent", event.time_zone)]
        assert found == list(challenges_by_title(event))
        assert found[0].get_deferred_fields() >= {"slug", "brief_fr"}


def test_it_is_built_once_in_each_language_and_asked_each_time(event):
    built = []

    def build():
        built.append(translation.get_language())
        return challenges_by_title(Given("event")).values_list("slug")

    prepared = Prepared(build)
    for language in ("en", "fr", "en", "fr"):
        with translation.override(language):
            assert len(prepared.rows(event=event.pk)) == 2
    assert built == ["en", "fr"]
    with translation.override("en"):
        assert prepared.rows(event=0) == []


def test_a_number_is_sought_in_a_list_that_is_given(event):
    keys = list(event.challenges.values_list("pk", flat=True))
    prepared = Prepared(lambda: Challenge.objects.filter(IsAnyOf("pk", Given("keys"))))

    assert [row.pk for row in prepared.instances(keys=keys)] == keys
    assert [row.pk for row in prepared.instances(keys=keys[:1])] == keys[:1]
    assert prepared.instances(keys=[]) == []
