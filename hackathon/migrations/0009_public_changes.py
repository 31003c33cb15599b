from importlib import import_module

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

from hackathon.kernel.triggers import AddTrigger

# A repair may change what visitors see: of its event, or of any.
REPAIR = import_module("hackathon.migrations.0003_cache_and_repair").REPAIR
REPAIR_MOVES_PAGES = REPAIR.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace(
    "    RETURN entry;",
    "    INSERT INTO hackathon_publicchange (event_id, changes) VALUES (about, 1);\n    RETURN entry;",
)


class Migration(migrations.Migration):
    dependencies = [
        ("hackathon", "0008_help_texts"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("changes", models.PositiveBigIntegerField(default=1)),
                (
                    "event",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="hackathon.event",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        AddTrigger(
            model_name="publicchange",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="44f43ba189c3f3952c9c3cefcbfb51709455bbfe",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_961c7",
                    table="hackathon_publicchange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(REPAIR_MOVES_PAGES, migrations.RunSQL.noop),
    ]
