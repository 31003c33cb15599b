"""What is in the database beside the models: the table of the cache, and the way in for repairs."""

from django.core.management import call_command
from django.db import migrations

# The way in for repairs with psql: it leaves its trace before it opens anything.
REPAIR = """
CREATE FUNCTION hackathon_repair(
    reason text, event_slug text DEFAULT NULL, actor_id bigint DEFAULT NULL
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    about bigint;
    entry bigint := nextval(pg_get_serial_sequence('hackathon_auditentry', 'id'));
BEGIN
    IF coalesce(btrim(reason), '') = '' THEN
        RAISE EXCEPTION 'Say why: hackathon_repair(''the reason'', ''event-short-name'')';
    END IF;
    IF event_slug IS NOT NULL THEN
        SELECT id INTO STRICT about FROM hackathon_event WHERE slug = event_slug;
        PERFORM pg_advisory_xact_lock(1, about::int);
    END IF;
    PERFORM set_config('hackathon.operation', 'repair', true);
    INSERT INTO hackathon_auditentry
        (id, event_id, actor_id, verb, subject_type_id, subject_id, data, at)
    SELECT entry, about, hackathon_repair.actor_id, 'repair', kind.id, coalesce(about, entry),
        jsonb_build_object('reason', btrim(reason), 'role', session_user), clock_timestamp()
    FROM django_content_type kind
    WHERE kind.app_label = 'hackathon'
        AND kind.model = CASE WHEN about IS NULL THEN 'auditentry' ELSE 'event' END;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'The content types are missing: run bin/manage migrate first';
    END IF;
    RETURN entry;
END $$;
"""
UNREPAIR = "DROP FUNCTION hackathon_repair(text, text, bigint)"


def make_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [
        ("hackathon", "0002_triggers"),
    ]

    operations = [
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
        migrations.RunSQL(migrations.RunSQL.noop, "DROP TABLE IF EXISTS hackathon_cache"),
        migrations.RunSQL(REPAIR, UNREPAIR),
    ]
