import pgtrigger.compiler
from django.db import migrations

from hackathon.kernel.triggers import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("challenges", "0001_initial"),
    ]

    operations = [
        AddTrigger(
            model_name="challenge",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="f6b73eea0d7c4aadc033b9d67cf0e2581024a018",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_250ed",
                    table="challenges_challenge",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="challengeowner",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="789c97778e84681e6b6cc0273ba33ce5b89e266e",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_ccc20",
                    table="challenges_challengeowner",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="figure",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="0692c86bb1a7e0bcb86eba9292a4f85ae36b85f2",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_3f2c7",
                    table="challenges_figure",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="milestone",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="47597c293d78088015cc1f778a4e3abbf4e2f929",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_6339d",
                    table="challenges_milestone",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="partner",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="31cee742399bb31ac0b9f8e0bef53e5d56448f7d",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_7655b",
                    table="challenges_partner",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="prize",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="8c999e7bf58d131a5f02f84e91c83ff93c39ab07",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_60950",
                    table="challenges_prize",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="3741ec7b46f95cd8252dc5ffdf844991347a3d96",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_8b6c6",
                    table="challenges_question",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="quotation",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="d419d4ccd296753b654eead45f3f01d72c13fbbb",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_858cf",
                    table="challenges_quotation",
                    when="BEFORE",
                ),
            ),
        ),
    ]
