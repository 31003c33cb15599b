"""A form of the workplace that was filled in wrongly says so beside the field and keeps it all."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from teams.models import AdmissionCode
from tests import factories
from tests.house.rendered import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return factories.EventFactory(during="registration")


@pytest.fixture
def signed_in(client, event):
    client.force_login(factories.OrganiserFactory(event=event).user)
    return client


def filled(client, address, typed):
    """The form as it is rendered, with what was typed over it."""
    page = read(client.get(address).text, address)
    form = next(form for form in page.forms if any(b.name == "_save" for b in form.buttons))
    sent = {}
    for control in form.controls:
        if control.kind in ("checkbox", "radio") and not control.is_set:
            continue
        if control.name:
            sent[control.name] = (
                (control.chosen or [""])[0] if control.kind == "select" else control.value
            )
    missing = [name for name in typed if name not in form.names]
    assert missing == [], missing
    return sent | typed | {"_save": "Save"}


def check(client, address, field, words, **typed):
    """Sent wrong: the sentence stands beside the field, and everything typed is still there."""
    sent = filled(client, address, typed)
    answer = client.post(address, sent)
    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors
    assert list(errors) == [field], errors
    assert words in " ".join(errors[field])
    assert words in answer.text.replace("&quot;", '"')
    shown = {
        control.name: (control.chosen or [""])[0] if control.kind == "select" else control.value
        for form in read(answer.text, address).forms
        for control in form.controls
    }
    assert {name: shown.get(name) for name in typed} == typed


def add(model):
    return reverse(f"admin:{model}_add")


def change(row):
    model = f"{row._meta.app_label}_{row._meta.model_name}"
    return reverse(f"admin:{model}_change", args=[row.pk])


def test_sizes_of_teams_in_the_wrong_order(signed_in, event):
    check(
        signed_in,
        change(event),
        "max_team_size",
        "cannot be larger",
        min_team_size="9",
        name_nl="Getypt",
    )


def test_a_short_name_that_another_challenge_has(signed_in, event):
    factories.ChallengeFactory(event=event, slug="green")
    check(
        signed_in,
        add("challenges_challenge"),
        "slug",
        "has this short name",
        event=str(event.pk),
        slug="green",
        title_en="Other",
        question_en="How?",
    )


def test_a_challenges_deadline_that_lies_nowhere(signed_in, event):
    challenge = factories.ChallengeFactory(event=event)
    check(
        signed_in,
        change(challenge),
        "submissions_close_at",
        "lies between",
        submissions_close_at_0="2001-01-01",
        submissions_close_at_1="10:00",
        title_nl="Getypt",
    )


def test_an_order_that_another_prize_has(signed_in, event):
    prize = factories.PrizeFactory(challenge=factories.ChallengeFactory(event=event))
    check(
        signed_in,
        add("challenges_prize"),
        "rank",
        "has this order",
        challenge=str(prize.challenge_id),
        title_en="Second",
        rank="1",
    )


def test_a_scale_that_goes_down(signed_in, event):
    criterion = factories.CriterionFactory(event=event)
    check(signed_in, change(criterion), "highest", "goes up", lowest="7", title_nl="Getypt")


@pytest.mark.parametrize("address", ["nobody@example.org", "ada@example.org"])
def test_an_organiser_without_an_account_or_one_who_is_there(signed_in, event, address):
    ada = factories.UserFactory(email="ada@example.org")
    factories.OrganiserFactory(event=event, user=ada)
    words = "has an account" if "nobody" in address else "already organises"
    check(signed_in, add("hackathon_organiser"), "email", words, event=str(event.pk), email=address)


def test_an_owner_without_an_account(signed_in, event):
    challenge = factories.ChallengeFactory(event=event)
    check(
        signed_in,
        add("challenges_challengeowner"),
        "email",
        "has an account",
        challenge=str(challenge.pk),
        email="nobody@example.org",
    )


@pytest.mark.parametrize("kind", ["judging_judge", "teams_coach"])
def test_an_address_that_another_judge_or_coach_has(signed_in, event, kind):
    make = factories.JudgeFactory if kind == "judging_judge" else factories.CoachFactory
    make(event=event, email="ada@example.org")
    check(
        signed_in,
        add(kind),
        "email",
        "has this address",
        event=str(event.pk),
        name="Ada",
        email="ada@example.org",
    )


def test_a_code_that_is_there_and_fewer_uses_than_were_used(signed_in, event):
    with unguarded("test"):
        code = AdmissionCode.objects.create(event=event, code="sprout", uses=5, uses_left=1)
    check(
        signed_in,
        add("teams_admissioncode"),
        "code",
        "reads the same",
        event=str(event.pk),
        code="sprout",
        label="Press",
    )
    check(signed_in, change(code), "uses", "have used this code", uses="2", label="Press")


def test_rules_that_marks_rest_on_without_a_reason(client):
    judge, version = factories.judged_event()
    criterion = version.event.criteria.first()
    card = factories.ScorecardFactory(judge=judge, version=version, handed_in_at=timezone.now())
    factories.ScoreFactory(scorecard=card, criterion=criterion)
    client.force_login(factories.OrganiserFactory(event=version.event).user)
    check(client, change(criterion), "reason", "Write why you change them", weight="9")
