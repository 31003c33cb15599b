"""A team invites an address once, and a person once; one may be the other's, which it does not know.

Both are made beside the old one, which allowed less: what the version before writes fits both. What
an attempt that ended early has left is made anew. The linter takes a quoted name for a constraint
that locks the table.
"""

from django.db import migrations, models

OPEN = "accepted_at IS NULL AND revoked_at IS NULL"
MAKE = "CREATE UNIQUE INDEX CONCURRENTLY"
DROP = "DROP INDEX CONCURRENTLY IF EXISTS"
OF_ADDRESS, OF_PERSON = "invitation_once_for_an_address", "invitation_once_for_a_person"


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("teams", "0011_matched_people_are_found")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    [
                        f"{DROP} {OF_ADDRESS}",
                        f"{MAKE} {OF_ADDRESS} ON teams_invitation (team_id, email) "
                        f"WHERE {OPEN} AND found_id IS NULL",
                    ],
                    f"{DROP} {OF_ADDRESS}",
                ),
                migrations.RunSQL(
                    [
                        f"{DROP} {OF_PERSON}",
                        f"{MAKE} {OF_PERSON} ON teams_invitation (team_id, found_id) WHERE {OPEN}",
                    ],
                    f"{DROP} {OF_PERSON}",
                ),
                migrations.RunSQL(
                    f"{DROP} invitation_once",
                    [
                        f"{DROP} invitation_once",
                        f"{MAKE} invitation_once ON teams_invitation (team_id, email) WHERE {OPEN}",
                    ],
                ),
            ],
            state_operations=[
                migrations.RemoveConstraint(model_name="invitation", name="invitation_once"),
                migrations.AddConstraint(
                    model_name="invitation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(accepted_at=None, revoked_at=None, found=None),
                        fields=("team", "email"),
                        name=OF_ADDRESS,
                        violation_error_message="This address has already been invited.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="invitation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(accepted_at=None, revoked_at=None),
                        fields=("team", "found"),
                        name=OF_PERSON,
                        violation_error_message="This person has already been invited.",
                    ),
                ),
            ],
        )
    ]
