"""One PDF a submission becomes any number of files: in the draft, and with each version."""

from django.db import migrations


def hand_over(apps, schema_editor):
    Attachment = apps.get_model("teams", "Attachment")
    Submission = apps.get_model("teams", "Submission")
    Version = apps.get_model("teams", "Version")
    VersionFile = apps.get_model("teams", "VersionFile")
    VersionFile.objects.bulk_create(
        VersionFile(version=version, attachment_id=version.attachment_id, position=1)
        for version in Version.objects.exclude(attachment=None)
    )
    kept = Submission.objects.exclude(attachment=None).values("attachment")
    for replaced in Attachment.objects.exclude(pk__in=kept):
        replaced.removed_at = replaced.created_at
        replaced.save(update_fields=["removed_at"])


def take_back(apps, schema_editor):
    """Each keeps its first file: there was room for no more."""
    Attachment = apps.get_model("teams", "Attachment")
    Submission = apps.get_model("teams", "Submission")
    VersionFile = apps.get_model("teams", "VersionFile")
    for row in VersionFile.objects.filter(position=1).select_related("version"):
        row.version.attachment_id = row.attachment_id
        row.version.save(update_fields=["attachment"])
    for submission in Submission.objects.all():
        files = Attachment.objects.filter(team=submission.team_id, removed_at=None)
        submission.attachment = files.order_by("id").first()
        submission.save(update_fields=["attachment"])


class Migration(migrations.Migration):
    dependencies = [("teams", "0004_more_of_a_submission")]
    operations = [migrations.RunPython(hand_over, take_back)]
