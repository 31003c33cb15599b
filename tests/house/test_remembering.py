"""What tests remember of the database is what it would answer."""

import pytest
from django.db import IntegrityError, connection, transaction

from hackathon.models import AuditEntry, User
from tests.factories import EventFactory, OrganiserFactory, UserFactory
from tests.remembering import remembering

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """The names as the ORM reads them, and how often the database was asked for them."""
    statements = []

    def note(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with remembering(), connection.execute_wrapper(note):

        def names():
            before = len(statements)
            found = list(User.objects.order_by("pk").values_list("name", flat=True))
            return found, len(statements) - before

        yield names


def test_what_was_read_is_read_once(asked):
    UserFactory(name="Ada")

    assert asked() == (["Ada"], 1)
    assert asked() == (["Ada"], 0)
    assert User.objects.exists()


def test_what_is_written_is_seen(asked):
    ada = UserFactory(name="Ada")
    asked()
    User.objects.filter(pk=ada.pk).update(name="Ada Lovelace")
    assert asked() == (["Ada Lovelace"], 1)
    UserFactory(name="Bob")
    assert asked() == (["Ada Lovelace", "Bob"], 1)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM hackathon_user WHERE name = 'Bob'")
    assert asked() == (["Ada Lovelace"], 1)


@pytest.mark.parametrize("is_read_before", [True, False])
def test_what_is_rolled_back_is_as_before(asked, is_read_before):
    ada = UserFactory(name="Ada")
    if is_read_before:
        asked()
    for depth in (1, 2):
        outer = transaction.savepoint()
        inner = transaction.savepoint()
        assert asked()[0] == ["Ada"]
        User.objects.filter(pk=ada.pk).update(name="Eve")
        if depth == 2:
            transaction.savepoint_commit(inner)
        assert asked()[0] == ["Eve"]
        transaction.savepoint_rollback(outer)
        transaction.savepoint_commit(outer)
        assert asked() == (["Ada"], 0)


def test_what_is_kept_of_a_savepoint_is_seen(asked):
    UserFactory(name="Ada")
    asked()
    with transaction.atomic():
        UserFactory(name="Bob")
        with transaction.atomic():
            assert asked()[0] == ["Ada", "Bob"]
    assert asked()[0] == ["Ada", "Bob"]
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(name="Eve", email=User.objects.first().email)
    assert asked()[0] == ["Ada", "Bob"]


def test_nobody_changes_what_another_reads(asked):
    ada = UserFactory(name="Ada")
    User.objects.get(pk=ada.pk).name = "Eve"
    assert User.objects.get(pk=ada.pk).name == "Ada"


def test_what_is_written_elsewhere_is_not_forgotten(asked):
    UserFactory(name="Ada")
    asked()
    EventFactory()
    assert asked() == (["Ada"], 0)
    with transaction.atomic():
        EventFactory()
        assert asked() == (["Ada"], 0)
        User.objects.update(name="Eve")
        EventFactory()
        assert asked() == (["Eve"], 1)
        transaction.set_rollback(True)
    assert asked() == (["Ada"], 0)


def test_what_was_read_after_writing_elsewhere_stays_true_when_that_is_undone(asked):
    UserFactory(name="Ada")
    with transaction.atomic():
        EventFactory()
        assert asked() == (["Ada"], 1)
        transaction.set_rollback(True)
    assert asked() == (["Ada"], 0)


@pytest.mark.parametrize("is_undone", [True, False])
def test_a_look_is_repeated_once_any_of_its_tables_is_written(is_undone):
    """By whatever way it was read: with the ORM, in SQL, or from memory."""
    UserFactory(name="Ada")
    looks = []

    def look(event):
        looks.append(event)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM hackathon_organiser")
            return list(User.objects.values_list("name", flat=True)), cursor.fetchone()[0]

    def look_twice_removed(event):
        return once(event)

    event = EventFactory()
    with remembering() as memory:
        once = memory.asked_once(look)
        twice = memory.asked_once(look_twice_removed)
        assert once(event) == twice(event) == (["Ada"], 0)
        AuditEntry.objects.count()
        assert (twice(event), len(looks)) == ((["Ada"], 0), 1)
        with transaction.atomic():
            OrganiserFactory(event=event, user=User.objects.get())
            assert (twice(event), len(looks)) == ((["Ada"], 1), 2)
            transaction.set_rollback(is_undone)
        assert (twice(event)[1], len(looks)) == ((0, 2) if is_undone else (1, 2))
        event.name = "Another"
        twice(event)
        assert len(looks) == 3
