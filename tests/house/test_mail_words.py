"""Organisers read what a mail is about, never the path of a template."""

from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.urls import reverse

from hackathon.mail import words
from hackathon.mail.words import name_of_mail
from hackathon.models import EmailLog
from tests.factories import UserFactory

THEIRS = Path(allauth.__file__).parent / "templates"


def kinds():
    """Every mail that there is: each has a subject."""
    found = set()
    for folder in (settings.BASE_DIR / "templates", THEIRS):
        for end in (".subject.txt", "_subject.txt"):
            for file in folder.rglob(f"*{end}"):
                found.add(str(file.relative_to(folder)).removesuffix(end))
    return found


def test_every_mail_has_one_name_of_its_own():
    names = {kind: name_of_mail(kind) for kind in kinds()}

    assert [kind for kind, name in names.items() if name == kind] == []
    assert len(set(names.values())) == len(names) > 60


def test_no_name_is_kept_for_what_is_gone():
    assert set(words._names) == kinds()


@pytest.mark.django_db
def test_the_pages_show_the_name_and_no_path(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    mail = EmailLog.objects.create(recipient="a@example.org", template="teams/mail/receipt")

    for page in (
        reverse("admin:hackathon_emaillog_changelist"),
        reverse("admin:hackathon_emaillog_change", args=[mail.pk]),
    ):
        text = client.get(page).text
        assert "The receipt of a submission" in text
        assert "teams/mail" not in text
