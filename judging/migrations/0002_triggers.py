import pgtrigger.compiler
from django.db import migrations

from hackathon.kernel.triggers import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("judging", "0001_initial"),
    ]

    operations = [
        AddTrigger(
            model_name="award",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="340f0ee5c6714061df2a2a8867d3b18c37b8bd3f",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_e49a2",
                    table="judging_award",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="calculationjob",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="bcc95f1c51d713eabd924b7ec787905d8ff67b0e",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_91b9b",
                    table="judging_calculationjob",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="25610d124a930d85353145da8d787d63402de0a9",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_42442",
                    table="judging_candidate",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="correction",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('hackathon.moves_the_past', true) IS DISTINCT FROM 'on')",
                    func="\n        RAISE EXCEPTION '% never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="3fdf940860d6dc65e627067d34207b7238324c73",
                    operation="UPDATE",
                    pgid="pgtrigger_never_changes_33442",
                    table="judging_correction",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="correction",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="3be0c174ac65c86942c5cc9262c8f84ea2c8aa40",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_341ef",
                    table="judging_correction",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="criterion",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="212cc6c865639e8b85332a238c0efe0ba05c24cd",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_727b3",
                    table="judging_criterion",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="judge",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="1e5f782cc68c7f7aef3ca82f846f229b2d70af3a",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_b1366",
                    table="judging_judge",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="conflict",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="96d786d0f3d929523c3f46011462bf92b32d4558",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_25ede",
                    table="judging_conflict",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="juryrules",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="027660a00d56a6a94e68afc58be00bfb009e1049",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_d79d8",
                    table="judging_juryrules",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="neutralname",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="2e2d72d7ed668d97327db3a898cf2fe8102d4854",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_e0b97",
                    table="judging_neutralname",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="panel",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="759ac761abd57cef7852cb985e2d3958c298930e",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_8a35a",
                    table="judging_panel",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="panelseat",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="ad491a13352665047de615d6553c39532984a467",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_c6f44",
                    table="judging_panelseat",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="papersheet",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="fd74ba9e476ca867fc7bd318c872200fd5c1b622",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_42b0d",
                    table="judging_papersheet",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="publication",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="f470f8abb2c034ed6bcfda08022f978633fb051e",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_d9c37",
                    table="judging_publication",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="refusal",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('hackathon.moves_the_past', true) IS DISTINCT FROM 'on')",
                    func="\n        RAISE EXCEPTION '% never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="82eaab332190fd70915eb6d77c40af881eeb3dfd",
                    operation="UPDATE",
                    pgid="pgtrigger_never_changes_14523",
                    table="judging_refusal",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="refusal",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="a6da8b7e4660317cd2432f40a11a1e40c4d2464a",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_7096b",
                    table="judging_refusal",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="roomcode",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="bf780ccb4108b394089cbd6a4d993efc5fd83cd8",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_f3be3",
                    table="judging_roomcode",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="rulesheet",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('hackathon.moves_the_past', true) IS DISTINCT FROM 'on')",
                    func="\n        RAISE EXCEPTION '% never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="f774e7bd36cacdaac136c3d4e77cc52f211a060d",
                    operation="UPDATE",
                    pgid="pgtrigger_never_changes_8c9c9",
                    table="judging_rulesheet",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="rulesheet",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="b22d7a452790516872dc1f1d05ccb6c8ba184714",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_e48f5",
                    table="judging_rulesheet",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="calculation",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="cac706f311385c24d43200ca11797f986cd61389",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_09470",
                    table="judging_calculation",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="scorecard",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="613e276e17aad190bfef5b949bfcdeb59e05af6c",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_6f8dc",
                    table="judging_scorecard",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="score",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="c2bffda54301a63dd31f447b65e5d259b494a668",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_948a5",
                    table="judging_score",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="markchange",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('hackathon.moves_the_past', true) IS DISTINCT FROM 'on')",
                    func="\n        RAISE EXCEPTION '% never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="dcd60aad62d8634f1be19daef5370a276cf583a2",
                    operation="UPDATE",
                    pgid="pgtrigger_never_changes_e2abe",
                    table="judging_markchange",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="markchange",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="842bf5bb3123a57d1547d3f5a1c86d3433929799",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_281be",
                    table="judging_markchange",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="standing",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="c226643348fcfd9fe4d659758d47646262ada4cc",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_0fd4d",
                    table="judging_standing",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="tiedecision",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('hackathon.moves_the_past', true) IS DISTINCT FROM 'on')",
                    func="\n        RAISE EXCEPTION '% never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="9594664b366eca23433a52eaff7f9b4c5be31036",
                    operation="UPDATE",
                    pgid="pgtrigger_never_changes_587f2",
                    table="judging_tiedecision",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="tiedecision",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="cb240ae4870101b3ff8361f0d6f2865816be784c",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_2dee0",
                    table="judging_tiedecision",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="unseating",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('hackathon.moves_the_past', true) IS DISTINCT FROM 'on')",
                    func="\n        RAISE EXCEPTION '% never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="3bed30242be8835fa2b6f2a018d0a20046aca066",
                    operation="UPDATE",
                    pgid="pgtrigger_never_changes_72b64",
                    table="judging_unseating",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="unseating",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="994032e647ac8a00b959ea8d2d60bf2d8f37e343",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_2600b",
                    table="judging_unseating",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="wave",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="a5b73c902bfb678cdedf9697901494982854213e",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_da392",
                    table="judging_wave",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="366605a85dea2115b326779476a6b746ed8061e0",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_b8fae",
                    table="judging_assignment",
                    when="BEFORE",
                ),
            ),
        ),
    ]
