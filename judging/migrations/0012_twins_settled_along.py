"""What settled a finding along with its twin is a code: until now it was a sentence, in the
language of whoever settled the other one."""

from django.conf import settings
from django.db import migrations
from django.utils import translation
from django.utils.translation import gettext

from hackathon.kernel.guard import unguarded

SENTENCE = "The same judge and team: it stands by another line of the register."


def find_twins(apps, schema_editor):
    Conflict = apps.get_model("judging", "Conflict")
    worded = {SENTENCE}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            worded.add(gettext(SENTENCE)[:300])
    with unguarded("migration judging.0012"):
        settled = Conflict.objects.filter(state="dismissed", settled_reason__in=worded)
        settled.update(settled_as="twin", settled_reason="")


class Migration(migrations.Migration):
    dependencies = [("judging", "0011_sentences_as_codes")]

    operations = [migrations.RunPython(find_twins, migrations.RunPython.noop)]
