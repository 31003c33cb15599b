from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0004_invitation_languages"),
    ]

    operations = [
        migrations.AddField(
            model_name="version",
            name="draft_before",
            field=models.JSONField(editable=False, null=True),
        ),
    ]
