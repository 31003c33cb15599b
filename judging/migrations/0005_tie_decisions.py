import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PROTECT = """
CREATE TRIGGER tie_decision_never_changes BEFORE UPDATE ON judging_tiedecision
    FOR EACH ROW EXECUTE FUNCTION refuse_change_in_judging();
"""
UNPROTECT = "DROP TRIGGER tie_decision_never_changes ON judging_tiedecision"


class Migration(migrations.Migration):
    dependencies = [
        ("challenges", "0004_own_deadline"),
        ("judging", "0004_what_never_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TieDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveBigIntegerField(), size=None, verbose_name="order"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("inputs_sha256", models.CharField(max_length=64)),
                ("decided_at", models.DateTimeField(verbose_name="decided")),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tie_decisions",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "decision of a tie",
                "verbose_name_plural": "decisions of ties",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="tie_decision_has_reason",
                        violation_error_message="Say why: the reason stands in the minutes.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("order__len__gte", 2)),
                        name="tie_decision_orders_two",
                        violation_error_message="A tie is between two projects at least.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(PROTECT, UNPROTECT),
    ]
