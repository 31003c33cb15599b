import pgtrigger.compiler
from django.db import migrations

from hackathon.kernel.triggers import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0001_initial"),
    ]

    operations = [
        AddTrigger(
            model_name="admissioncode",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="f28f3144f111bdfe52d7b81fdc7bb94f6a64886b",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_50213",
                    table="teams_admissioncode",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="bundle",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="54c1f7cf1a2c6d86bb2ebcf905b3020f08438cf3",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_b38ea",
                    table="teams_bundle",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="coach",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="7b50dd2c922696c71046777c989183c7cd4e1d63",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_2209f",
                    table="teams_coach",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="coachchallenge",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="97715030ce49f644f8f1c2cc490833a91f8a9f62",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_0238f",
                    table="teams_coachchallenge",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="consenttext",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="6f920203e2978fafaaeed6419f137ca8a6ec7d02",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_02a70",
                    table="teams_consenttext",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="entryquestion",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="25d6c6c5a604e6d4ae3b3573e3af379ce1ab2988",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_f9bbb",
                    table="teams_entryquestion",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="helpstep",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="ee2822fbd6721951f88d1e510099b052c8d187fa",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_89f08",
                    table="teams_helpstep",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="participant",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="103da15c9a907b42fa63c8ddf0a7f83fd208f706",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_ebe78",
                    table="teams_participant",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="entryanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="0c25fdfbe1f83f81f3cba9528318c2b8c9782977",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_69a51",
                    table="teams_entryanswer",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="acceptance",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="aa9fa54f9727f644ebb8db6963660c15f3e8fa6f",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_30d0d",
                    table="teams_acceptance",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="projectquestion",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="cb230e763218680845e766fcabd7b343c4c54eab",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_fdef9",
                    table="teams_projectquestion",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="team",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="0bc5f6d1b2fc6bfe9867e07b5766d29160f4e733",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_0f131",
                    table="teams_team",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="submission",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="953a8427c1a4ea2240ec050f204a4288f419a397",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_f1682",
                    table="teams_submission",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="ruling",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="fa0ed3496b78fa93d01bb502e07e32f336ad9a0a",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_e2f57",
                    table="teams_ruling",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="mergeoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="163fff3925b4dc0bc1e061adca7a3333f2e469fb",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_7eabd",
                    table="teams_mergeoffer",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="9485bf4f41cf0bf7ccf54e7636e69fa3d459d712",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_bdfcd",
                    table="teams_member",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="laterequest",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="0a6cc0da696a0fb78f560e3ac25569c2e065de3d",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_c3d42",
                    table="teams_laterequest",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="joinrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="d78005c5f8bc5ecd20acf203f755f4e073bec96f",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_e5c3d",
                    table="teams_joinrequest",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="joinlink",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="d847a65753db28b78f9dc37e5a95024811c314a4",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_65227",
                    table="teams_joinlink",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="71a2fdec80baed7cb9d580b4c21d58345595487d",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_05e9d",
                    table="teams_invitation",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="helprequest",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="f57f5fe50504c23eee521c1da80970f9bdab10cb",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_ef9f1",
                    table="teams_helprequest",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="extension",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="06f54f8930cea11b341adeae2d75341fdca5a9e2",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_c2949",
                    table="teams_extension",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="departure",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="9f268ea2118aae1786afa08b4839b088e50fbe45",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_a2529",
                    table="teams_departure",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="attachment",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="72de717b67873c3185cc6d9695eba838d6ff1599",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_ad44d",
                    table="teams_attachment",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="upload",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="208e54d92609c30aa46b0cb7e7aaf61f6d2efa10",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_b9144",
                    table="teams_upload",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="verdict",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="eb6bd49f7ed361342a724e59c954b30054daec83",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_897d2",
                    table="teams_verdict",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="version",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('hackathon.moves_the_past', true) IS DISTINCT FROM 'on')",
                    func="\n        RAISE EXCEPTION '% never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="26300f5ef2df79676fa9c60ae6b6af7126aaccd9",
                    operation="UPDATE",
                    pgid="pgtrigger_never_changes_7ac76",
                    table="teams_version",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="version",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="62f88256d760856a84960316bc3097a98032c0e8",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_04d00",
                    table="teams_version",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="attempt",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="0cc14e7e2038f27e8a4b9b4a4d47eb168eb2bec4",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_fa088",
                    table="teams_attempt",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="versionfile",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('hackathon.moves_the_past', true) IS DISTINCT FROM 'on')",
                    func="\n        RAISE EXCEPTION '% never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="c118525276a5c632def889c71441c3ea1a73c3a3",
                    operation="UPDATE",
                    pgid="pgtrigger_never_changes_420d2",
                    table="teams_versionfile",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="versionfile",
            trigger=pgtrigger.compiler.Trigger(
                name="written_in_operation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (coalesce(current_setting('hackathon.operation', true), '') = '')",
                    func="\n        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME\n        USING ERRCODE = 'insufficient_privilege';\n    ",
                    hash="3e50c3d6a3416cc790db51f59091bf25b35a10fa",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_written_in_operation_a5df7",
                    table="teams_versionfile",
                    when="BEFORE",
                ),
            ),
        ),
    ]
