"""Sheets from paper say who confirms them, whom it is told, and what a typist does next."""

import pytest
from django.urls import reverse

from hackathon.events.services import trust_organiser
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail
from hackathon.models import AuditEntry, EmailLog, Organiser
from judging.paper.services import confirm_paper, refuse_paper, type_paper
from judging.progress.services import reopen_scorecard
from judging.rules.selectors.rubric import name_of
from tests.factories import (
    MemberFactory,
    OrganiserFactory,
    SubmissionFactory,
    VersionFactory,
    judged_event,
)
from tests.judging.progress.test_overseeing import president_of
from tests.judging.progress.test_overseeing_views import handed_in
from tests.judging.scorecards.test_scoring import marks_for, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """A judge with one project, and the only organiser who may see marks."""
    judge, version = judged_event()
    return judge, version, OrganiserFactory(event=judge.event).user


def typed(typist, judge, version):
    return type_paper(actor=typist, judge=judge, version=version, marks=marks_for(judge, 3))


def sheet_page(sheet):
    return reverse("judging:paper_sheet", args=[sheet.event.slug, sheet.pk])


def typing_page(judge, version):
    return reverse("judging:paper_typing", args=[judge.event.slug, judge.pk, version.submission_id])


def page_of(client, reader, path):
    client.force_login(reader)
    return client.get(path).text


def given(judge, value="3", **more):
    return {name_of(row): value for row in judge.event.criteria.all()} | more


def test_the_page_names_who_confirms(client, scene):
    judge, version, typist = scene
    other, blind = (OrganiserFactory(event=judge.event, sees_marks=sees) for sees in (True, False))
    sheet = typed(typist, judge, version)

    page = page_of(client, typist, sheet_page(sheet))

    assert f"Another person than who typed it in confirms it: {other.user}." in page
    assert str(blind.user) not in page


def test_where_nobody_can_the_page_says_what_an_organiser_does(client, scene):
    judge, version, typist = scene
    other = OrganiserFactory(event=judge.event, sees_marks=False)
    sheet = typed(typist, judge, version)

    page = page_of(client, typist, sheet_page(sheet))

    assert "Nobody can confirm it yet: give another organiser the right to see marks." in page
    organisers = reverse("admin:hackathon_organiser_changelist")
    assert f"{organisers}?event={judge.event.pk}" in page
    trust_organiser(actor=typist, organiser=Organiser.objects.get(pk=other.pk), sees_marks=True)
    page = page_of(client, typist, sheet_page(sheet))
    assert f"confirms it: {other.user}." in page
    assert organisers not in page


def test_where_nobody_can_a_president_is_led_to_the_organisers(client, scene):
    judge, version, boss = scene
    head = president_of(version)
    with unguarded("test"):
        Organiser.objects.filter(user=boss).update(sees_marks=False)
    sheet = typed(head.user, judge, version)

    page = page_of(client, head.user, sheet_page(sheet))

    assert "Nobody can confirm it yet: ask the organisers to give somebody the right" in page
    assert reverse("admin:hackathon_organiser_changelist") not in page


def test_a_president_whose_own_marks_come_first_is_named_as_who_can_later(client, scene):
    judge, version, typist = scene
    head = president_of(version)
    sheet = typed(typist, judge, version)

    page = page_of(client, typist, sheet_page(sheet))

    assert f"{head.user} can, as soon as their own scorecards are handed in." in page
    handed_in(head, version)
    assert f"confirms it: {head.user}." in page_of(client, typist, sheet_page(sheet))


def test_who_has_typed_a_sheet_in_reads_at_once_that_nobody_can_confirm_it(client, scene):
    judge, version, typist = scene
    client.force_login(typist)

    page = client.post(typing_page(judge, version), given(judge), follow=True).text

    assert "Typed in. Nobody can confirm it yet: give another organiser" in page


def mails():
    relay_promises()
    found = EmailLog.objects.filter(template="judging/mail/sheet").order_by("pk")
    return [(mail.recipient, *word_mail(mail)[:2]) for mail in found]


def another(judge, version):
    """One more project on the same panel."""
    seat = MemberFactory(team__event=judge.event, team__challenge=version.team.challenge)
    submission = SubmissionFactory(team=seat.team, title="Another")
    return VersionFactory(submission=submission, submitted_by=seat.user, title="Another")


def test_whoever_settles_sheets_is_told_of_each(scene):
    judge, version, typist = scene
    boss, head = OrganiserFactory(event=judge.event).user, president_of(version)
    second = another(judge, version)
    for one in (version, second):
        handed_in(head, one)

    sheets = [typed(typist, judge, one) for one in (version, second)]

    found = mails()
    assert sorted(to for to, *_words in found) == sorted([boss.email, head.user.email] * 2)
    for sheet in sheets:
        texts = [(subject, body) for _to, subject, body in found if sheet_page(sheet) in body]
        assert len(texts) == 2
        assert all(str(judge) in subject for subject, _body in texts)
        assert all(str(typist) in body for _subject, body in texts)


def test_the_president_is_told_also_while_their_own_marks_come_first(client, scene):
    judge, version, typist = scene
    head = president_of(version)

    sheet = typed(typist, judge, version)

    ((to, _subject, body),) = mails()
    assert to == head.user.email
    assert sheet_page(sheet) in body
    assert "Hand in your own scorecards first" in body
    client.force_login(head.user)
    assert client.get(sheet_page(sheet)).status_code == 200


def test_a_mail_that_waited_since_before_leads_to_the_page_that_lists_sheets(scene):
    judge, version, typist = scene
    OrganiserFactory(event=judge.event)
    typed(typist, judge, version)
    relay_promises()
    mail = EmailLog.objects.get(template="judging/mail/sheet")
    mail.context = {key: kept for key, kept in mail.context.items() if key != "sheet"}

    assert reverse("judging:progress", args=[judge.event.slug]) in word_mail(mail)[1]


def test_progress_leads_to_the_sheet_that_was_typed_in(client, scene):
    judge, version, typist = scene
    path = reverse("judging:progress_of", args=[judge.event.slug, judge.pk])
    assert typing_page(judge, version) in page_of(client, typist, path)
    sheet = typed(typist, judge, version)

    page = page_of(client, typist, path)

    assert sheet_page(sheet) in page
    assert typing_page(judge, version) not in page
    refuse_paper(actor=typist, sheet=sheet)
    assert typing_page(judge, version) in page_of(client, typist, path)


def test_the_code_of_a_paper_that_was_typed_in_leads_to_the_sheet_that_waits(client, scene):
    judge, version, typist = scene
    sheet = typed(typist, judge, version)

    page = page_of(client, typist, typing_page(judge, version))

    assert "has been typed in already and waits to be confirmed" in page
    assert sheet_page(sheet) in page
    assert "Keep, to be confirmed" not in page


def test_what_was_typed_a_second_time_is_kept_beside_the_way_to_the_sheet(client, scene):
    judge, version, typist = scene
    sheet = typed(typist, judge, version)
    client.force_login(typist)

    answer = client.post(typing_page(judge, version), given(judge, remarks="Twice typed."))

    assert answer.status_code == 422
    assert sheet_page(sheet) in answer.text
    assert "Twice typed." in answer.text
    assert answer.text.count("checked") == 2


def test_a_paper_whose_scorecard_is_handed_in_is_not_typed_in(client, scene):
    judge, version, typist = scene
    handed_in(judge, version)
    client.force_login(typist)

    page = client.get(typing_page(judge, version)).text
    assert "has been handed in already" in page
    assert "Keep, to be confirmed" not in page
    sent = client.post(typing_page(judge, version), given(judge, remarks="From paper."))

    assert sent.status_code == 422
    assert "has been handed in already" in sent.text
    assert "From paper." in sent.text


def test_an_empty_line_is_a_matter_between_the_typist_and_the_judge(client, scene):
    judge, version, typist = scene
    client.force_login(typist)

    page = client.post(typing_page(judge, version), {"remarks": "Kept."}).text

    assert "A paper with an empty line cannot be typed in: ask the judge for this mark" in page
    assert "before you hand in" not in page
    assert "Kept." in page


def test_the_printed_sheet_says_its_address_in_letters(client, scene, settings):
    judge, version, typist = scene
    path = reverse("judging:paper_sheets", args=[judge.event.slug, version.team.challenge.slug])

    page = page_of(client, typist, path)

    assert f">{settings.SITE_URL}{typing_page(judge, version)}?rules=" in page


def test_a_reason_with_a_full_stop_gets_no_second_one(client, scene):
    judge, version, typist = scene
    card = handed_in(judge, version)
    reopen_scorecard(actor=typist, scorecard=card, reason="One mark was forgotten.")
    path = reverse("judging:scorecard", args=[judge.event.slug, version.submission_id])

    page = page_of(client, judge.user, path)

    assert "“One mark was forgotten.”" in page
    assert "”." not in page


def test_how_many_fields_differed_is_in_the_log_for_who_may_know_marks_alone(client, scene):
    judge, version, typist = scene
    first, second = judge.event.criteria.all()
    card = save(judge, version, {first: 3, second: 5})
    sheet = typed(typist, judge, version)
    boss = OrganiserFactory(event=judge.event).user
    blind = OrganiserFactory(event=judge.event, sees_marks=False).user
    choices = {name_of(second): "paper"}
    confirm_paper(actor=boss, sheet=sheet, revision=card.revision, choices=choices)
    relay_promises()
    entry = AuditEntry.objects.get(verb="paper.confirm")
    mail = EmailLog.objects.get(template="judging/mail/from_paper")
    places = [
        reverse("admin:hackathon_auditentry_change", args=[entry.pk]),
        reverse("admin:hackathon_emaillog_change", args=[mail.pk]),
    ]

    for reader, status in ((boss, 200), (blind, 404)):
        client.force_login(reader)
        assert [client.get(place).status_code for place in places] == [status] * 2
