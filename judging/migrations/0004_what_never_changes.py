from django.db import migrations

PROTECT = """
CREATE FUNCTION refuse_change_in_judging() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('hackathon.moves_the_past', true) = 'on' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER mark_change_never_changes BEFORE UPDATE ON judging_markchange
    FOR EACH ROW EXECUTE FUNCTION refuse_change_in_judging();
CREATE TRIGGER rule_sheet_never_changes BEFORE UPDATE ON judging_rulesheet
    FOR EACH ROW EXECUTE FUNCTION refuse_change_in_judging();
CREATE TRIGGER refusal_never_changes BEFORE UPDATE ON judging_refusal
    FOR EACH ROW EXECUTE FUNCTION refuse_change_in_judging();
"""
UNPROTECT = """
DROP TRIGGER refusal_never_changes ON judging_refusal;
DROP TRIGGER rule_sheet_never_changes ON judging_rulesheet;
DROP TRIGGER mark_change_never_changes ON judging_markchange;
DROP FUNCTION refuse_change_in_judging;
"""


class Migration(migrations.Migration):
    dependencies = [("judging", "0003_the_whole_jury")]
    operations = [migrations.RunSQL(PROTECT, UNPROTECT)]
