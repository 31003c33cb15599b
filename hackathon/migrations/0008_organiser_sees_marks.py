from django.db import migrations, models


def those_who_organised_saw_them(apps, schema_editor):
    apps.get_model("hackathon", "Organiser").objects.update(sees_marks=True)


class Migration(migrations.Migration):
    dependencies = [("hackathon", "0007_submissions")]

    operations = [
        migrations.AddField(
            model_name="organiser",
            name="sees_marks",
            field=models.BooleanField(
                default=False,
                help_text="Marks, rankings and winners before they are public; gives the prizes.",
                verbose_name="sees the jury's marks",
            ),
        ),
        migrations.RunPython(those_who_organised_saw_them, migrations.RunPython.noop),
    ]
