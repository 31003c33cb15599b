"""What people type comes to rest as what its field shows."""

import pytest
from django import forms
from django.urls import reverse

from challenges.models import Prize
from hackathon.kernel.texts import in_one_line
from hackathon.web.forms import PlainField
from tests.factories import ChallengeFactory, EventFactory, OrganiserFactory

BREAKS = ["\n", "\r\n", "\u2028", "\u2029", "\x85", " \n\n "]


@pytest.mark.parametrize("between", BREAKS)
def test_a_field_of_one_line_holds_one_line(between):
    assert PlainField().clean(f"Blue{between}Team") == "Blue Team"
    assert in_one_line(f"Blue{between}Team") == "Blue Team"


def test_an_area_keeps_its_lines():
    assert PlainField(widget=forms.Textarea).clean("Blue\nTeam") == "Blue\nTeam"


@pytest.mark.django_db
def test_a_field_of_one_line_in_the_workplace_holds_one_line(client):
    challenge = ChallengeFactory(event=EventFactory(during="registration"))
    client.force_login(OrganiserFactory(event=challenge.event).user)
    typed = {"challenge": challenge.pk, "title_en": "First\nprize", "rank": 1}

    page = client.post(reverse("admin:challenges_prize_add"), typed)

    assert page.status_code == 302, page.context["adminform"].form.errors
    assert Prize.objects.get().title_en == "First prize"
