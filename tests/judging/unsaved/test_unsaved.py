"""What the server did not take from a judge goes to whoever leads the panel; none of it counts."""

import json
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail
from hackathon.models import EmailLog
from judging.conflicts.services import declare_conflict
from judging.models import PaperSheet, Refusal, Scorecard, UnsavedMarks
from judging.paper.services import refuse_paper
from judging.scorecards.selectors.marks import counted_cards
from judging.scorecards.services.scoring import save_scorecard
from judging.unsaved.services import send_unsaved, settle_unsaved
from tests.factories import (
    JudgeFactory,
    OrganiserFactory,
    PanelSeatFactory,
    judged_event,
    submitted,
)
from tests.journeys.panel import set_clock
from tests.reading import squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel():
    """Judging is over; a judge still has marks for a project on their device."""
    judge, version = judged_event(during="deliberation")
    return judge, version


def leader(judge, version, role="president"):
    seat = {"challenge": version.submission.team.challenge, "role": role}
    return PanelSeatFactory(judge=JudgeFactory(event=judge.event), **seat).judge


def given(judge, value=4):
    return {f"mark_{criterion.pk}": value for criterion in judge.event.criteria.all()}


def send(judge, version, **more):
    marks = more.pop("marks", given(judge))
    return send_unsaved(
        actor=more.pop("actor", judge.user), judge=judge, version=version, marks=marks, **more
    )


def post(client, project, judge, **more):
    body = {"person": judge.user.pk, "version": 1, "fields": given(judge)} | more
    url = reverse("judging:send_unsaved", args=[project.event.slug, project.submission_id])
    return client.post(url, json.dumps(body), content_type="application/json")


def desk(client, judge):
    client.force_login(judge.user)
    return client.get(reverse("judging:desk", args=[judge.event.slug])).text


def progress(client, user, event):
    client.force_login(user)
    return client.get(reverse("judging:progress", args=[event.slug])).text


def told():
    relay_promises()
    rows = EmailLog.objects.filter(template="judging/mail/unsaved")
    return sorted(rows.values_list("recipient", flat=True))


def test_the_president_reads_what_was_not_saved_and_it_counts_for_nothing(client, panel):
    judge, version = panel
    president = leader(judge, version)
    client.force_login(judge.user)

    fields = given(judge) | {"remarks": "Clear words.", "note": "Mine alone."}
    answer = post(client, version, judge, fields=fields, hand_in=True)

    assert answer.status_code == 200
    assert str(president.user) in answer.json()["said"]
    assert told() == [president.user.email]
    page = desk(client, president)
    assert "Clear words." in page
    assert '<td class="numeric">4</td>' in squeezed(page)
    assert "The judge had handed this scorecard in on their device." in page
    assert "Mine alone." not in page
    assert not UnsavedMarks.objects.filter(remarks__contains="Mine alone").exists()
    assert not Scorecard.objects.exists()
    assert not counted_cards(judge.event).exists()


def test_where_the_president_is_tied_the_deputy_reads_and_the_president_nothing(client, panel):
    judge, version = panel
    president, deputy = leader(judge, version), leader(judge, version, "deputy")
    before = desk(client, president)
    tie(president, version)

    row = send(judge, version, remarks="Clear words.")

    assert told() == [deputy.user.email]
    assert "Clear words." in desk(client, deputy)
    assert "Clear words." not in desk(client, president)
    assert judge.name not in desk(client, president)
    assert "unsaved" not in before
    client.force_login(president.user)
    settle = reverse("judging:settle_unsaved", args=[judge.event.slug, row.pk])
    assert client.post(settle, {"answer": "read"}).status_code == 404
    with pytest.raises(PermissionDenied):
        settle_unsaved(actor=president.user, unsaved=row, answer="read")


def tie(judge, version):
    event = judge.event
    set_clock(event, "judging")
    declare_conflict(actor=judge.user, judge=judge, team=version.submission.team)
    set_clock(event, "deliberation")


def test_where_nobody_leads_the_organisers_with_the_right_read(client, panel):
    judge, version = panel
    trusted = OrganiserFactory(event=judge.event).user
    unseeing = OrganiserFactory(event=judge.event, sees_marks=False).user

    send(judge, version, remarks="Clear words.")

    assert told() == [trusted.email]
    assert "Clear words." in progress(client, trusted, judge.event)
    assert "Clear words." not in progress(client, unseeing, judge.event)


def test_organisers_do_not_read_what_a_president_is_there_to_read(client, panel):
    judge, version = panel
    leader(judge, version)
    trusted = OrganiserFactory(event=judge.event).user

    send(judge, version, remarks="Clear words.")

    assert "Clear words." not in progress(client, trusted, judge.event)


def test_a_president_who_still_marks_reads_that_something_waits_and_no_words(client):
    judge, version = judged_event()
    president = leader(judge, version)

    row = send(judge, version, remarks="Clear words.")

    page = desk(client, president)
    assert "Clear words." not in page
    assert "Hand in your own scorecards first" in page
    with pytest.raises(PermissionDenied):
        settle_unsaved(actor=president.user, unsaved=row, answer="read")


def test_what_a_president_could_not_save_goes_to_somebody_else(panel):
    judge, version = panel
    president = leader(judge, version)
    trusted = OrganiserFactory(event=judge.event).user

    send(president, version)

    assert told() == [trusted.email]


def test_who_stands_aside_or_has_another_panel_sends_nothing(client, panel):
    judge, version = panel
    other = submitted(judge.event)
    tie(judge, version)
    client.force_login(judge.user)

    for one in (version, other):
        assert post(client, one, judge).status_code == 404
        with pytest.raises(PermissionDenied):
            send(judge, one)
    assert not UnsavedMarks.objects.exists()


@pytest.mark.parametrize("phase", ["hacking", "published"])
def test_it_is_sent_while_it_could_matter(phase):
    judge, version = judged_event(during=phase)

    with pytest.raises(PhaseClosed):
        send(judge, version)


BAD = {
    "does not belong": {"marks": {"mark_987654": 3}},
    "nothing to send": {"marks": {}},
    "not on the scale": {"marks": lambda judge: dict.fromkeys(given(judge), 40_000)},
}


@pytest.mark.parametrize("words", BAD)
def test_what_cannot_be_read_is_refused(panel, words):
    judge, version = panel
    marks = BAD[words]["marks"]

    with pytest.raises(StateConflict, match=words):
        send(judge, version, marks=marks(judge) if callable(marks) else marks)


@pytest.mark.parametrize(
    "body",
    [{"fields": None}, {"fields": {"remarks": "x" * 5001}}, {"version": 99}, {"version": "1"}],
)
def test_what_a_device_sends_is_bounded_and_every_refusal_is_on_record(client, panel, body):
    judge, version = panel
    client.force_login(judge.user)

    assert post(client, version, judge, **body).status_code == 422

    assert Refusal.objects.get().verb == "unsaved_marks.send"
    assert not UnsavedMarks.objects.exists()


def test_the_same_sent_again_is_one_message_and_ten_are_the_most(panel):
    judge, version = panel
    president = leader(judge, version)
    first = send(judge, version)

    assert send(judge, version) == first
    assert told() == [president.user.email]
    for number in range(9):
        send(judge, version, remarks=f"Words {number}.")
    with pytest.raises(StateConflict, match="ten times"):
        send(judge, version, remarks="More.")


def test_what_another_person_left_on_the_device_is_not_sent_in_ones_name(client, panel):
    judge, version = panel
    client.force_login(judge.user)

    answer = post(client, version, judge, person=judge.user.pk + 1)

    assert (answer.status_code, answer.json()) == (403, {"person": judge.user.pk})
    assert not UnsavedMarks.objects.exists()


def test_its_reader_says_what_became_of_it_once(client, panel):
    judge, version = panel
    president = leader(judge, version)
    row = send(judge, version)
    client.force_login(president.user)
    settle = reverse("judging:settle_unsaved", args=[judge.event.slug, row.pk])

    client.post(settle, {"answer": "read"})

    row.refresh_from_db()
    assert (row.answer, row.settled_by) == ("read", president.user)
    assert "could not save" not in desk(client, president)
    with pytest.raises(StateConflict, match="settled"):
        settle_unsaved(actor=president.user, unsaved=row, answer="read")


def test_entered_as_a_paper_scorecard_is_said_of_one_that_was_typed_in(client, panel):
    judge, version = panel
    president = leader(judge, version)
    row = send(judge, version)
    with pytest.raises(ValidationError, match="paper scorecard first"):
        settle_unsaved(actor=president.user, unsaved=row, answer="entered")
    assert 'value="entered"' not in desk(client, president)
    with unguarded("test"):
        PaperSheet.objects.create(
            judge=judge, version=version, typed_by=president.user, typed_at=row.sent_at
        )

    assert 'value="entered"' in desk(client, president)
    settle_unsaved(actor=president.user, unsaved=row, answer="entered")

    row.refresh_from_db()
    assert row.answer == "entered"


def test_what_was_entered_by_a_sheet_that_is_put_aside_waits_for_its_reader_again(client):
    judge, version = judged_event()
    boss, other = (OrganiserFactory(event=judge.event).user for _each in range(2))
    row = send(judge, version)
    with unguarded("test"):
        sheet = PaperSheet.objects.create(
            judge=judge, version=version, typed_by=boss, typed_at=row.sent_at
        )
    settle_unsaved(actor=boss, unsaved=row, answer="entered")
    relay_promises()
    EmailLog.objects.all().delete()

    refuse_paper(actor=other, sheet=sheet)
    relay_promises()

    row.refresh_from_db()
    assert (row.answer, row.settled_by, row.settled_at) == ("", None, None)
    assert "Typed in as a paper" not in project_page(client, judge, version)
    mails = EmailLog.objects.filter(template="judging/mail/unsaved")
    assert {mail.recipient for mail in mails} == {boss.email, other.email}
    assert all("wait for you again" in word_mail(mail)[1] for mail in mails)


def project_page(client, judge, version):
    client.force_login(judge.user)
    address = reverse("judging:scorecard", args=[judge.event.slug, version.submission_id])
    return client.get(address).text


@pytest.mark.parametrize("role", ["president", "deputy", "organisers", "nobody"])
def test_the_page_names_who_would_read_what_was_not_saved(client, panel, role):
    judge, version = panel
    if role in ("president", "deputy"):
        name = str(leader(judge, version, role).user)
    OrganiserFactory(event=judge.event, sees_marks=role != "nobody")

    for page in (project_page(client, judge, version), desk(client, judge)):
        assert (f"Send to the {role}" in page) == (role != "nobody")
        assert ("Nobody can read this at the moment" in page) == (role == "nobody")
        assert page.count("Send to the ") == (role != "nobody")
        if role in ("president", "deputy"):
            assert name in page.split("data-readers")[1].split("<template>")[0]


def test_a_president_is_not_offered_to_send_to_the_president(client, panel):
    judge, version = panel
    president = leader(judge, version)
    OrganiserFactory(event=judge.event)

    page = project_page(client, president, version)

    assert "Send to the organisers" in page
    assert "Send to the president" not in page


def test_where_nobody_can_read_it_it_is_refused_with_what_to_do(client, panel):
    judge, version = panel
    OrganiserFactory(event=judge.event, sees_marks=False)
    client.force_login(judge.user)

    answer = post(client, version, judge)

    assert answer.status_code == 422
    assert "Nobody can read this at the moment" in answer.json()["said"]
    assert "right to see marks" in answer.json()["said"]
    assert not UnsavedMarks.objects.exists()
    OrganiserFactory(event=judge.event)
    assert post(client, version, judge).status_code == 200


@pytest.mark.parametrize(
    ("answer", "words"),
    [("", "Nobody has read them yet."), ("read", "Read by"), ("entered", "Typed in as a paper")],
)
def test_the_judge_sees_on_the_project_and_the_desk_what_became_of_it(client, panel, answer, words):
    judge, version = panel
    president = leader(judge, version)
    assert "Marks that you sent" not in desk(client, judge)
    row = send(judge, version, remarks="Clear words.")
    if answer == "entered":
        typed_sheet(row, president)
    if answer:
        settle_unsaved(actor=president.user, unsaved=row, answer=answer)

    for page in (project_page(client, judge, version), desk(client, judge)):
        assert "Marks that you sent" in page
        assert words in page
    page = project_page(client, judge, version)
    assert "Clear words." in page.split("Marks that you sent")[1].split("</section>")[0]
    assert "Marks that you sent" not in desk(client, president)


def typed_sheet(row, by):
    with unguarded("test"):
        PaperSheet.objects.create(
            judge=row.judge, version=row.version, typed_by=by.user, typed_at=row.sent_at
        )


def test_a_judge_who_stands_aside_since_reads_nothing_of_what_they_sent(client, panel):
    judge, version = panel
    leader(judge, version)
    send(judge, version, remarks="Clear words.")
    tie(judge, version)

    assert "Marks that you sent" not in desk(client, judge)


def test_its_reader_has_the_whole_card(client):
    judge, version = judged_event()
    first, *_others, second = judge.event.criteria.all()
    save_scorecard(
        actor=judge.user,
        judge=judge,
        version=version,
        marks={first: 2},
        revision=0,
        remarks="On the server.",
    )
    set_clock(judge.event, "deliberation")
    president = leader(judge, version)
    boss = OrganiserFactory(event=judge.event).user
    send(judge, version, marks={f"mark_{second.pk}": 5}, remarks="On the phone.")
    send(president, version, marks={f"mark_{second.pk}": 1})

    page = desk(client, president)

    for words in ("On the server.", "On the phone.", "Ask the organisers to open judging again if"):
        assert words in page
    rows = [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in page.split("<tr>")]
    assert ["2", "–"] in rows
    assert ["–", "5"] in rows
    settings_page = reverse("admin:hackathon_event_change", args=[judge.event.pk])
    assert settings_page in progress(client, boss, judge.event).split("could not save")[1]


def test_while_judging_is_open_its_reader_is_led_to_the_paper_form(client):
    judge, version = judged_event()
    boss = OrganiserFactory(event=judge.event).user
    send(judge, version)
    form = reverse("judging:paper_typing", args=[judge.event.slug, judge.pk, version.submission_id])

    page = progress(client, boss, judge.event)

    assert form in page
    assert "open judging again" not in page
