from django.db import migrations

PROTECT = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON hackathon_auditentry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON hackathon_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
UNPROTECT = """
DROP TRIGGER audit_is_never_emptied ON hackathon_auditentry;
DROP TRIGGER audit_is_append_only ON hackathon_auditentry;
DROP FUNCTION refuse_change;
"""


class Migration(migrations.Migration):
    dependencies = [("hackathon", "0001_initial")]
    operations = [migrations.RunSQL(PROTECT, UNPROTECT)]
