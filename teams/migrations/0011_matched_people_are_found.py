"""Who was matched by organisers is named, as who was found in the list; and nobody is invited twice
by one team, as they could be who had changed their address."""

from django.conf import settings
from django.db import migrations
from django.utils import timezone

from hackathon.kernel.guard import unguarded


def name_who_was_matched(apps, schema_editor):
    AuditEntry = apps.get_model("hackathon", "AuditEntry")
    User = apps.get_model("hackathon", "User")
    Invitation = apps.get_model("teams", "Invitation")
    with unguarded("migration teams.0011"):
        for entry in AuditEntry.objects.filter(verb="team.match"):
            made = Invitation.objects.filter(created_at=entry.at, invited_by=entry.actor)
            for person in User.objects.filter(pk__in=entry.data.get("people", [])):
                made.filter(found=None, email=person.email.lower()).update(found=person)
        seen = set()
        pending = Invitation.objects.filter(accepted_at=None, revoked_at=None)
        for invitation in pending.exclude(found=None).order_by("-pk"):
            if (invitation.team_id, invitation.found_id) in seen:
                Invitation.objects.filter(pk=invitation.pk).update(revoked_at=timezone.now())
            seen.add((invitation.team_id, invitation.found_id))


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0010_found_in_the_list"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(name_who_was_matched, migrations.RunPython.noop)]
