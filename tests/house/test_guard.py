import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from hackathon.guard import GuardedModel, WrittenOutsideOperation
from hackathon.models import AuditEntry
from teams.models import Team
from teams.services.registration import register_team
from tests.factories import TeamFactory, UserFactory

ROOMS = ["challenges", "teams", "judging"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write", ["save", "create", "update", "bulk_create", "bulk_update", "delete", "delete_all"]
)
def test_nothing_is_written_outside_an_operation(write):
    team = TeamFactory()
    attempts = {
        "save": team.save,
        "create": lambda: Team.objects.create(event=team.event, name="Backdoor"),
        "update": lambda: Team.objects.update(name="Backdoor"),
        "bulk_create": lambda: Team.objects.bulk_create([Team(event=team.event, name="Door")]),
        "bulk_update": lambda: Team.objects.bulk_update([team], ["name"]),
        "delete": team.delete,
        "delete_all": lambda: team.event.teams.all().delete(),
    }

    with pytest.raises(WrittenOutsideOperation):
        attempts[write]()


def test_every_model_of_the_three_rooms_is_guarded():
    rooms = [apps.get_app_config(label) for label in ROOMS]
    assert [m for room in rooms for m in room.get_models() if not issubclass(m, GuardedModel)] == []


def test_every_manager_of_a_guarded_model_is_guarded():
    guarded = [model for model in apps.get_models() if issubclass(model, GuardedModel)]
    open_doors = [
        model
        for model in guarded
        if "require_operation" not in model._default_manager.get_queryset().update.__code__.co_names
    ]
    assert open_doors == []


def test_no_model_of_ours_has_an_automatic_many_to_many_table():
    ours = [m for label in ROOMS for m in apps.get_app_config(label).get_models()]
    assert [
        f for m in ours for f in m._meta.get_fields() if isinstance(f, models.ManyToManyField)
    ] == []


@pytest.mark.django_db
def test_history_cannot_be_rewritten(event, challenge):
    register_team(actor=UserFactory(), event=event, name="Railbow", challenge=challenge)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.update(verb="nothing.happened")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all()._raw_delete("default")


@pytest.mark.django_db
def test_history_cannot_be_emptied():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE hackathon_auditentry ENABLE TRIGGER audit_is_never_emptied")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE hackathon_auditentry CASCADE")
        cursor.execute("ALTER TABLE hackathon_auditentry DISABLE TRIGGER audit_is_never_emptied")
