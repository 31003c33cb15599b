"""No row of one event refers to a row of another one."""

from html import unescape

import pytest
from django.apps import apps
from django.urls import reverse

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import GuardedModel, references_within_an_event, require_one_event
from hackathon.models import Event
from judging.models import Criterion
from tests.factories import ChallengeFactory, CriterionFactory, EventFactory, OrganiserFactory

REFERRING = [
    pytest.param(model, field, id=f"{model.__name__}.{field.name}")
    for model in apps.get_models()
    if issubclass(model, GuardedModel)
    for field in references_within_an_event(model)
]


@pytest.mark.parametrize(("model", "field"), REFERRING)
def test_a_row_that_refers_to_another_events_row_is_not_written(model, field):
    here, elsewhere = Event(pk=1), Event(pk=2)
    row = model()
    if hasattr(row, "event_id"):
        row.event = here
    for other in references_within_an_event(model):
        event = elsewhere if other == field else here
        setattr(row, other.name, other.related_model(pk=9, event=event))

    with pytest.raises(StateConflict, match="another event"):
        require_one_event(row)
    setattr(row, field.name, field.related_model(pk=9, event=here))
    require_one_event(row)


@pytest.fixture
def boss():
    """Somebody who organises two events, each with a challenge; the first has a criterion."""
    first = OrganiserFactory(event=EventFactory(during="hacking"))
    second = OrganiserFactory(event=EventFactory(during="hacking"), user=first.user)
    first.own, first.other = (ChallengeFactory(event=one.event) for one in (first, second))
    first.criterion = CriterionFactory(event=first.event, challenge=None)
    return first


@pytest.mark.django_db
def test_a_form_of_the_workplace_offers_and_takes_rows_of_its_own_event(client, boss):
    client.force_login(boss.user)
    page = reverse("admin:judging_criterion_change", args=[boss.criterion.pk])
    form = client.get(page).context["adminform"].form
    assert list(form.fields["challenge"].queryset) == [boss.own]

    sent = {name: form[name].value() or "" for name in form.fields}
    client.post(page, {**sent, "challenge": boss.other.pk})

    assert Criterion.objects.get().challenge is None


@pytest.mark.django_db
def test_a_new_row_takes_rows_of_the_event_that_it_is_made_for(client, boss):
    client.force_login(boss.user)
    typed = {
        "event": boss.event_id,
        "title_en": "Value",
        "weight": 1,
        "lowest": 1,
        "highest": 5,
        "position": 2,
        "challenge": boss.other.pk,
    }

    page = client.post(reverse("admin:judging_criterion_add"), typed)

    assert "This belongs to another event." in unescape(page.text)
    assert page.context["adminform"].form.errors["challenge"]
    assert Criterion.objects.count() == 1


@pytest.mark.django_db
def test_the_form_of_a_new_row_offers_rows_of_the_event_that_it_is_opened_for(client, boss):
    client.force_login(boss.user)
    page = reverse("admin:judging_criterion_add")

    form = client.get(page, {"event": boss.event_id}).context["adminform"].form
    assert list(form.fields["challenge"].queryset) == [boss.own]
    typed = {"event": boss.event_id, "title_en": "", "challenge": boss.own.pk}
    again = client.post(page, typed).context["adminform"].form
    assert list(again.fields["challenge"].queryset) == [boss.own]
