from django.db import migrations

# Only the demonstration, which moves its own past about, says so and is let through.
PROTECT = """
CREATE FUNCTION refuse_change_of_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('hackathon.moves_the_past', true) = 'on' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER version_never_changes BEFORE UPDATE ON teams_version
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_version();
CREATE TRIGGER version_file_never_changes BEFORE UPDATE ON teams_versionfile
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_version();
"""
UNPROTECT = """
DROP TRIGGER version_file_never_changes ON teams_versionfile;
DROP TRIGGER version_never_changes ON teams_version;
DROP FUNCTION refuse_change_of_version;
"""


class Migration(migrations.Migration):
    dependencies = [("teams", "0005_files_of_versions")]
    operations = [
        migrations.RemoveField(model_name="submission", name="attachment"),
        migrations.RemoveField(model_name="version", name="attachment"),
        migrations.RunSQL(PROTECT, UNPROTECT),
    ]
