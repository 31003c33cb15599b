"""The organisers' pages on which projects are decided, rescued and shown."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from teams.models import ProjectQuestion, Submission, Verdict, Version
from tests.acting import press
from tests.factories import (
    EventFactory,
    MemberFactory,
    OrganiserFactory,
    SubmissionFactory,
    judged_event,
    submitted,
)

pytestmark = pytest.mark.django_db
LIST = "admin:teams_submission_changelist"
REASON = "The repository is empty."


@pytest.fixture
def desk_of(client):
    judge, version = judged_event()
    client.force_login(OrganiserFactory(event=judge.event).user)
    return judge.event, version.submission


def act(client, kind, submissions, **more):
    sent = {"action": f"decide_{kind}", "_selected_action": [s.pk for s in submissions], **more}
    return press(client, reverse(LIST), sent, follow=True)


def test_the_organiser_sees_the_mail_before_it_goes_and_then_decides(client, desk_of):
    event, submission = desk_of
    other = submitted(event).submission
    page = act(client, "no", [submission, other])
    assert "does not fulfil the conditions" in page.text
    assert Verdict.objects.count() == 0

    page = act(client, "no", [submission, other], send="1")
    assert "Write the reason" in page.text
    page = act(client, "no", [submission, other], reason=REASON, look="1")
    assert REASON in page.text.split('class="letter"')[1]
    assert Verdict.objects.count() == 0

    page = act(client, "no", [submission, other], reason=REASON, send="1")
    assert "Decided: 2" in page.text
    assert Submission.objects.filter(triage="no").count() == 2


def test_what_is_about_to_be_decided_stands_there_as_it_is(client, desk_of):
    _event, submission = desk_of
    page = act(client, "out", [submission], reason=REASON, look="1")

    assert "(Submitted, Not looked at)" in " ".join(page.text.split())


def test_the_way_back_from_one_project_leads_to_it(client, desk_of):
    _event, submission = desk_of
    page = act(client, "out", [submission], back="row", reason=REASON, look="1")
    row = reverse("admin:teams_submission_change", args=[submission.pk])

    assert f'class="closelink" href="{row}"' in " ".join(page.text.split())


def test_one_that_cannot_be_decided_holds_the_others_up_in_nothing(client, desk_of):
    event, submission = desk_of
    draft = SubmissionFactory(
        team=MemberFactory(team__event=event).team, status="draft", submitted_at=None
    )
    page = act(client, "eligible", [submission, draft], send="1")

    assert "Decided: 1" in page.text
    assert "there is nothing to decide here" in page.text


def test_an_organiser_of_another_event_finds_and_decides_nothing(client, desk_of):
    event, submission = desk_of
    client.force_login(OrganiserFactory(event=EventFactory()).user)
    act(client, "no", [submission], reason=REASON, send="1")

    assert Verdict.objects.count() == 0
    assert submission.title not in client.get(reverse(LIST)).text
    for page in (
        reverse("admin:teams_submission_change", args=[submission.pk]),
        reverse("admin:teams_submission_rescue", args=[submission.team_id]),
        reverse("admin:teams_submission_gallery", args=[event.pk]),
        reverse("admin:teams_bundle_event", args=[event.pk]),
    ):
        assert client.get(page).status_code == 404, page
        assert client.post(page).status_code in (403, 404), page


NARROWER = [
    {"repository": "no"},
    {"files": "yes"},
    {"origin": "clock"},
    {"video": "no"},
    {"challenge": "999"},
    {"status": "draft"},
    {"triage": "no"},
    {"q": "zebra"},
]


def test_the_list_tells_what_is_there_and_what_is_missing_and_can_be_narrowed(client, desk_of):
    event, submission = desk_of
    with unguarded("test"):
        asked = ProjectQuestion.objects.create(event=event, label="Data used?", is_required=True)
        Submission.objects.filter(pk=submission.pk).update(
            summary="Trains.",
            repository_url="https://git.example.org/x",
            video_url="ftp:/nowhere",
            demo_url="http://localhost/",
        )
    page = client.get(reverse(LIST)).text
    assert "Answer “Data used?”." in page
    assert page.count("malformed") == 2

    def shown(**asked):
        return submission.title in client.get(reverse(LIST), asked).text.split("result_list")[-1]

    assert shown(incomplete="yes")
    assert not shown(incomplete="no")
    with unguarded("test"):
        Submission.objects.filter(pk=submission.pk).update(answers={str(asked.pk): "Timetables"})
    assert shown(incomplete="no", repository="yes", files="no", origin="team")
    for narrow in NARROWER:
        assert not shown(**narrow), narrow


def test_the_list_asks_as_much_for_one_as_for_many(client, desk_of, django_assert_num_queries):
    event, _submission = desk_of
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(LIST))
    for _ in range(5):
        submitted(event)
    with django_assert_num_queries(len(one)):
        client.get(reverse(LIST))


def test_the_form_of_a_rescue_stands_over_the_draft_and_takes_a_file(
    client, desk_of, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    _event, submission = desk_of
    address = reverse("admin:teams_submission_rescue", args=[submission.team_id])
    page = client.get(address)
    assert 'value="Railbow"' in page.text

    said = {"title": "Railbow II", "summary": "s", "revision": 0}
    assert "error" in client.post(address, said).text
    pdf = SimpleUploadedFile("late.pdf", b"%PDF-1.4 late %%EOF", "application/pdf")
    shown = client.post(address, {**said, "reason": REASON, "marks": "keep", "file": pdf})
    assert not Version.objects.filter(number=2).exists()
    sent = {"shown": shown.context["step"].shown, "stored": shown.context["form"]["stored"].value()}
    client.post(address, {**said, "reason": REASON, "marks": "keep", **sent})

    version = Version.objects.get(number=2)
    assert (version.title, [file.name for file in version.files]) == ("Railbow II", ["late.pdf"])


def test_the_gallery_is_opened_and_closed_from_the_organisers_pages(client):
    event = EventFactory(during="deliberation")
    boss = OrganiserFactory(event=event).user
    client.force_login(boss)
    address = reverse("admin:teams_submission_gallery", args=[event.pk])
    client.post(address, {"do": "open"})
    event.refresh_from_db()
    opened_at = event.gallery_opened_at
    assert opened_at <= timezone.now() + timedelta(seconds=5)
    client.post(address, {"do": "open"})  # somebody whose page still offers it
    event.refresh_from_db()
    assert event.gallery_opened_at == opened_at
    client.post(address, {"do": "close"})
    client.post(address, {"do": "close"})
    event.refresh_from_db()
    assert event.gallery_opened_at is None
