import pgtrigger.compiler
from django.db import migrations

from hackathon.kernel.triggers import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("hackathon", "0001_initial"),
    ]

    operations = [
        AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="07bfaeda6175635a1fe22b0ab7d1df6e295d7f6e",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_df95c",
                    table="hackathon_event",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="auditentry",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="f0494534b9c62a315c0ca1cf033a90196a42d505",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_append_only_58c37",
                    table="hackathon_auditentry",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="auditentry",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="ee54ea13d517ba417c176b7079ecf9dd668e7001",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_cd20b",
                    table="hackathon_auditentry",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="organiser",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="3cb116ec4f1ab91935d8f0e5a70e47e832e0516d",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_e8487",
                    table="hackathon_organiser",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="rescheduling",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('hackathon.moves_the_past', true) IS DISTINCT FROM 'on')",
                    func="\n        RAISE EXCEPTION '% never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="cc13faf61f729034d54330c3042a9e8f7551cc4d",
                    operation="UPDATE",
                    pgid="pgtrigger_never_changes_aeca6",
                    table="hackathon_rescheduling",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="rescheduling",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="3f5ed13fa1cf53a812025cbddf9205a4aa1cdd5a",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_1935d",
                    table="hackathon_rescheduling",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="signinhelp",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="8046bb103e1c1d437147e1446c4adcd6087d3b3d",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_6f60c",
                    table="hackathon_signinhelp",
                    when="BEFORE",
                ),
            ),
        ),
    ]
