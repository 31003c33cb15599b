import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hackathon.kernel.guard import unguarded
from teams.models import Attachment, Submission, Version
from teams.submissions.services.drafts import save_draft
from teams.submissions.services.submissions import submit
from tests.factories import EventFactory, MemberFactory, UserFactory, published
from tests.reading import squeezed
from tests.teams.addresses import url

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4 a small document\n%%EOF"
CONTENT = {"title": "Railbow", "summary": "Trains, found faster."}
WRITTEN = {**CONTENT, "revision": "0"}


def move_to(event, phase):
    """The event as it stands in the middle of another phase."""
    names = ("registration_opens", "hacking_starts", "submissions_close", "judging_closes")
    with unguarded("test"):
        for name, moment in zip(names, EventFactory.timetable(phase), strict=True):
            setattr(event, f"{name}_at", moment)
        event.save()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ada():
    return MemberFactory(team__event=EventFactory(during="hacking"))


def pdf(name="plan.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "application/pdf")


def post(client, seat, do, **more):
    client.force_login(seat.user)
    return client.post(url("submission", seat), {**WRITTEN, "do": do, **more})


def test_submitting_leads_to_a_receipt_with_time_and_fingerprint(client, ada):
    response = post(client, ada, "submit", file=pdf())

    version = Version.objects.get()
    assert response.url == url("receipt", ada, 1)
    receipt = client.get(response.url).text
    assert version.sha256 in receipt
    assert version.files[0].sha256 in receipt


def test_a_draft_is_saved_and_not_submitted(client, ada):
    assert post(client, ada, "save").url == url("submission", ada)

    assert Submission.objects.get().status == "draft"
    assert not Version.objects.exists()


def test_the_preview_shows_the_draft_and_submits_exactly_that(client, ada):
    response = post(client, ada, "preview", description="# Why\n<script>alert(1)</script>")
    page = client.get(response.url).text
    assert "<h3>Why</h3>" in squeezed(page)
    assert "<script>alert" not in page

    client.post(response.url, {"revision": "1"})

    assert Version.objects.get().description.startswith("# Why")


def test_a_preview_that_is_older_than_the_draft_submits_nothing(client, ada):
    response = post(client, ada, "preview")
    save_draft(actor=ada.user, team=ada.team, content={"title": "Railbow II"}, revision=1)

    page = client.post(response.url, {"revision": "1"})

    assert "team-mate" in page.text
    assert not Version.objects.exists()


def test_an_incomplete_submit_keeps_text_and_file_as_a_draft(client, ada):
    page = post(client, ada, "submit", summary="", file=pdf())

    assert page.status_code == 422
    assert "Write this before you submit." in page.text
    assert 'value="Railbow"' in page.text
    draft = Submission.objects.get()
    assert (draft.status, draft.title, draft.files.get().name) == ("draft", "Railbow", "plan.pdf")
    again = client.post(
        url("submission", ada), {**WRITTEN, "revision": draft.revision, "do": "submit"}
    )
    assert again.status_code == 302
    assert Version.objects.get().files[0].name == "plan.pdf"


def test_what_is_of_no_kind_or_too_large_is_refused_and_the_text_kept(client, ada):
    page = post(client, ada, "submit", file=pdf(content=b"MZ"))
    assert "plan.pdf: This file is of no kind" in page.text
    assert not Version.objects.exists()

    settled(ada, max_file_mb=1)
    large = pdf(content=PDF + bytes(1024 * 1024) + b"%%EOF")
    assert "larger than 1 MB" in post(client, ada, "save", revision="1", file=large).text
    assert not Attachment.objects.exists()
    assert Submission.objects.get().title == "Railbow"


def settled(seat, **limits):
    for name, value in limits.items():
        setattr(seat.team.event, name, value)
    with unguarded("test"):
        seat.team.event.save()


def test_a_file_can_be_taken_off_the_draft(client, ada):
    post(client, ada, "save", file=pdf())
    plan = Attachment.objects.get()

    client.post(url("remove_file", ada, plan.pk))

    assert not Submission.objects.get().files.exists()


def test_after_the_deadline_nothing_is_taken_and_the_text_stays_on_the_page(client):
    late = MemberFactory(team__event=EventFactory(during="judging"))

    page = post(client, late, "submit", file=pdf())

    assert "The deadline has passed" in page.text
    assert 'value="Railbow"' in page.text
    assert not Submission.objects.exists()


def test_after_the_deadline_members_read_the_version_that_counts_and_not_what_came_later(
    client, ada
):
    post(client, ada, "submit", description="It counts *trains*.", file=pdf())
    draft = Submission.objects.get()
    later = {"description": "Only a thought."}
    save_draft(actor=ada.user, team=ada.team, content=later, revision=draft.revision)
    move_to(ada.team.event, "judging")

    page = client.get(url("submission", ada)).text

    assert "It counts <em>trains</em>." in squeezed(page)
    assert "Only a thought." not in page
    assert "Submitted</span> Submitted" not in squeezed(" ".join(page.split()))


def test_after_the_deadline_members_read_a_draft_that_was_never_submitted(client, ada):
    post(client, ada, "save", description="It counts *trains*.")
    move_to(ada.team.event, "judging")

    assert "It counts <em>trains</em>." in squeezed(client.get(url("submission", ada)).text)


def test_an_old_window_is_told_and_keeps_its_text(client, ada):
    save_draft(actor=ada.user, team=ada.team, content=CONTENT, revision=0)

    page = post(client, ada, "save", title="Mine")

    assert "team-mate" in page.text
    assert 'value="Mine"' in page.text


def test_files_are_downloads_and_only_for_the_team(client, ada):
    post(client, ada, "submit", file=pdf("plan <b>.pdf"))
    page = url("file", ada, Attachment.objects.get().pk)
    response = client.get(page)
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content) == PDF
    client.force_login(UserFactory())
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("name", ["submission", "preview", "withdraw", "invite"])
def test_another_teams_pages_do_not_exist(client, ada, name):
    submit(actor=ada.user, team=ada.team, key="one", content=CONTENT, revision=0)
    eve = MemberFactory(team__event=ada.team.event)
    client.force_login(eve.user)

    assert client.post(url(name, ada), WRITTEN).status_code in (404, 405)
    assert client.get(url(name, ada)).status_code in (404, 405)
    assert Version.objects.count() == 1


def test_only_the_captain_withdraws(client, ada):
    submit(actor=ada.user, team=ada.team, key="one", content=CONTENT, revision=0)
    bob = MemberFactory(team=ada.team, seat=2, is_captain=False)
    client.force_login(bob.user)
    client.post(url("withdraw", ada))
    assert Submission.objects.get().status == "submitted"

    client.force_login(ada.user)
    client.post(url("withdraw", ada))

    assert Submission.objects.get().status == "withdrawn"


def test_the_gallery_shows_submitted_versions_only_once_results_are_public(client, ada):
    event = ada.team.event
    post(client, ada, "submit", file=pdf())
    post(client, ada, "save", revision="2", title="A later draft")
    client.logout()
    submission, file = Submission.objects.get(), Attachment.objects.get()
    pages = [
        reverse("teams:gallery", args=[event.slug]),
        reverse("teams:project", args=[event.slug, submission.pk]),
        reverse("teams:project_file", args=[event.slug, submission.pk, file.pk]),
    ]
    assert "Railbow" not in client.get(pages[0]).text
    assert [client.get(page).status_code for page in pages[1:]] == [404, 404]

    published(event)

    assert "Railbow" in client.get(pages[0]).text
    assert "A later draft" not in client.get(pages[0]).text
    assert "Railbow" in client.get(pages[1]).text
    download = client.get(pages[2])
    assert download["Content-Disposition"].startswith("attachment")
    download.close()
