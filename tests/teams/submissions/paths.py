"""Every path by which what a team has handed in can change."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hackathon.files.storage import store
from hackathon.kernel.errors import PhaseClosed
from teams.models import Attachment, Submission, Version
from teams.submissions.services.drafts import save_draft
from teams.submissions.services.files import add_file, remove_file
from teams.submissions.services.submissions import withdraw
from tests.teams.deadlines.scene import CONTENT, fresh, hand_in

PDF = b"%PDF-1.4 a small document"


def through_page(name, seat, **said):
    client = Client()
    client.force_login(seat.user)
    page = reverse(f"teams:{name}", args=[seat.team.event.slug, seat.team.pk])
    return client.post(page, said)


def page_submit(seat):
    through_page("submission", seat, **CONTENT, revision="0", key="p", do="submit")


def preview_submit(seat):
    revision = Submission.objects.get(team=seat.team).revision
    through_page("preview", seat, revision=str(revision), key="p")


def page_save(seat):
    through_page("submission", seat, **CONTENT, revision="0", do="save")


def page_file(seat):
    file = SimpleUploadedFile("plan.pdf", PDF, "application/pdf")
    through_page("submission", seat, **CONTENT, revision="0", do="save", file=file)


def autosave(seat):
    save_draft(actor=seat.user, team=fresh(seat.team), content=CONTENT, revision=0)


def file_in(seat):
    file = store(SimpleUploadedFile("plan.pdf", PDF))
    add_file(actor=seat.user, team=fresh(seat.team), file=file)


def file_out(seat):
    remove_file(actor=seat.user, attachment=Attachment.objects.get(team=seat.team))


def pull_out(seat):
    withdraw(actor=seat.user, submission=Submission.objects.get(team=seat.team))


PATHS = [page_submit, preview_submit, page_save, page_file, autosave, file_in, file_out, pull_out]


def ready(seat, path):
    """What a path needs before it can do anything."""
    if path is preview_submit:
        save_draft(actor=seat.user, team=seat.team, content=CONTENT, revision=0)
    if path is pull_out:
        hand_in(seat)
    if path is file_out:
        file_in(seat)


def state():
    """What a team has written or handed in."""
    return [
        list(Submission.objects.values("status", "revision", "title")),
        Version.objects.count(),
        list(Attachment.objects.values("name", "removed_at")),
    ]


def tried(path, seat):
    """Whether it changed anything; a refusal must be one in words."""
    before = state()
    try:
        path(seat)
    except PhaseClosed:
        assert state() == before
    return state() != before
