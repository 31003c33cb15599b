"""What the card of an event says in the workplace: what comes next, and how far it is."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from hackathon.events.overview import languages_lacking
from hackathon.kernel.guard import unguarded
from judging.models import Conflict
from judging.rules.services import publish_rules
from judging.seats.policy import INVITE_JUDGE
from tests import factories
from tests.house.rendered import read
from tests.journeys.scene import event_in
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
PHASES = ["draft", "registration", "hacking", "judging", "deliberation", "published"]
WRITTEN = {
    f"{name}_{code}": name
    for name in ("headline", "summary", "story", "place", "name")
    for code in ("en", "fr", "nl", "de")
}


def organising(client, event, **more):
    boss = factories.OrganiserFactory(event=event, **more).user
    client.force_login(boss)
    return boss


def card(client):
    """The text of the page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", client.get(reverse("admin:index")).text))


def test_an_empty_event_says_what_it_needs_and_each_line_goes_when_it_is_mended(client):
    event = factories.EventFactory(during="draft", is_listed=False)
    organising(client, event)
    said = [
        "make it visible",
        "no summary",
        "no challenge yet",
        "no criterion yet",
        "Nobody is on the jury",
    ]
    assert all(words in card(client) for words in said)

    with unguarded("test"):
        for name, text in WRITTEN.items():
            setattr(event, name, text)
        event.is_listed, event.contact_email = True, "help@example.org"
        event.save()
    challenge = factories.ChallengeFactory(event=event)
    assert "1 challenge has no prize: “Greener travel”." in card(client)
    factories.PrizeFactory(challenge=challenge)
    factories.CriterionFactory(event=event)
    judge = factories.JudgeFactory(event=event, accepted_at=None)
    assert "No judge sits on the panel of “Greener travel”." in card(client)
    factories.PanelSeatFactory(judge=judge, challenge=challenge)

    left = card(client)
    assert "What comes next" not in left
    assert "Texts of the event" not in left
    assert "Texts of challenges are not written in: French, Dutch, German." in left
    opens_at = timezone.localtime(event.registration_opens_at, event.zone)
    words = f"Registration opens by itself on {date_format(opens_at, 'DATETIME_FORMAT')}."
    assert words in left


def test_what_comes_too_early_says_from_when_it_is_possible():
    event = factories.EventFactory(during="draft")
    refusal = INVITE_JUDGE.refusal_now(factories.JudgeFactory(event=event))
    opens_at = timezone.localtime(event.registration_opens_at, event.zone)
    assert refusal.messages == [
        f"This is possible from {date_format(opens_at, 'DATETIME_FORMAT')}, when the phase "
        "“Registration” begins."
    ]


def test_once_people_register_rules_are_to_be_published_and_judges_to_be_asked(client):
    event = factories.EventFactory(during="registration", summary="Trains.")
    boss = organising(client, event)
    challenge = factories.ChallengeFactory(event=event)
    factories.CriterionFactory(event=event)
    judge = factories.JudgeFactory(event=event, accepted_at=None)
    factories.PanelSeatFactory(judge=judge, challenge=challenge)
    said = [
        "Teams cannot read yet how the jury judges",
        "1 judge has not been invited",
        "No judge who has accepted sits on the panel of “Greener travel”.",
    ]
    assert all(words in card(client) for words in said)
    assert "0 of 1 accepted" in card(client)

    publish_rules(actor=boss, event=event)
    with unguarded("test"):
        judge.invited_at = judge.accepted_at = timezone.now()
        judge.save()

    assert not any(words in card(client) for words in said)
    assert "1 of 1 accepted" in card(client)
    factories.CriterionFactory(event=event)
    assert "The rules of the jury have changed since they were published" in card(client)
    assert (
        f"{reverse('admin:judging_juryrules_changelist')}?event={event.pk}"
        in client.get("/admin/").text
    )


def test_the_numbers_are_those_of_the_lists(client):
    judge, version = factories.judged_event()
    organising(client, version.event)
    assert "Teams 1 Submissions 1" in card(client)
    assert "0 of 1 done" in card(client)

    factories.ScorecardFactory(judge=judge, version=version, handed_in_at=timezone.now())
    assert "1 of 1 done" in card(client)
    other = factories.submitted(version.event)
    assert "1 of 1 done" in card(client), "nobody sits on the panel of the other challenge"
    factories.PanelSeatFactory(judge=judge, challenge=other.submission.team.challenge)
    assert "1 of 2 done" in card(client)


def tie(judge, version):
    with unguarded("test"):
        team = version.submission.team
        Conflict.objects.create(judge=judge, team=team, declared_at=timezone.now())


def test_a_coach_who_is_listed_and_not_invited_comes_next(client):
    event = factories.EventFactory(during="registration")
    organising(client, event)
    coach = factories.CoachFactory(event=event, accepted_at=None)
    assert "1 coach has not been invited." in card(client)
    with unguarded("test"):
        coach.invited_at = timezone.now()
        coach.save()
    assert "not been invited" not in card(client)


UNJUDGED = "No judge who has accepted sits on the panel of"


def test_while_judging_a_panel_with_projects_and_nobody_who_has_accepted_comes_next(client):
    event = factories.EventFactory(during="judging")
    boss = organising(client, event)
    challenge = factories.submitted(event).submission.team.challenge
    factories.ChallengeFactory(event=event, title="Nothing came in")
    judge = factories.JudgeFactory(event=event, accepted_at=None)
    seat = factories.PanelSeatFactory(judge=judge, challenge=challenge)
    assert f"{UNJUDGED} “{challenge}”." in card(client)
    assert reverse("admin:judging_judge_panels", args=[event.pk]) in client.get("/admin/").text

    with unguarded("test"):
        judge.accepted_at, seat.role = timezone.now(), "reserve"
        judge.save()
        seat.save()
    assert UNJUDGED in card(client), "who waits in reserve scores nothing"
    with unguarded("test"):
        seat.role = "member"
        seat.save()
    assert UNJUDGED not in card(client)

    with unguarded("test"):
        judge.accepted_at = None
        judge.save()
    factories.MemberFactory(team__event=event, user=boss)
    assert UNJUDGED not in card(client), "it tells that somebody has submitted there"


def test_who_is_tied_to_the_only_team_of_a_panel_does_not_read_that_it_is_unjudged(client):
    judge, version = factories.judged_event()
    other = factories.submitted(version.event)
    factories.OrganiserFactory(event=version.event, user=judge.user)
    client.force_login(judge.user)
    assert UNJUDGED in card(client)
    tie(judge, other)
    assert UNJUDGED not in card(client)


def test_when_all_scorecards_are_done_it_is_said_what_comes_then_and_when(client):
    judge, version = factories.judged_event()
    event = version.event
    organising(client, event)
    assert "are done. Judging closes" not in card(client)
    factories.ScorecardFactory(judge=judge, version=version, handed_in_at=timezone.now())
    closes_at = event.local_time(event.judging_closes_at)
    assert (
        "All scorecards that are asked for so far are done. Judging closes by itself on "
        f"{closes_at}; from then on prizes can be given."
    ) in card(client)
    field = reverse("admin:hackathon_event_change", args=[event.pk])
    page = client.get("/admin/").text
    assert re.search(rf'href="{field}[^"]*#id_judging_closes_at_0"', page)
    assert 'id="id_judging_closes_at_0"' in client.get(field).text

    tied = factories.JudgeFactory(event=event)
    tie(tied, factories.submitted(event))
    factories.OrganiserFactory(event=event, user=tied.user)
    client.force_login(tied.user)
    assert "are done. Judging closes" not in card(client), "they do not read what is owed there"


def test_how_many_prizes_are_decided_is_told_to_who_sees_marks_alone(client):
    _judge, version = factories.judged_event(during="deliberation")
    prize = factories.PrizeFactory(challenge=version.submission.team.challenge)
    organising(client, version.event, sees_marks=False)
    assert "waits for a decision" not in card(client)
    unaware = client.get(reverse("admin:index")).content

    organising(client, version.event)
    assert "1 prize waits for a decision" in card(client)
    factories.AwardFactory(prize=prize, submission=version.submission)
    assert "Every prize is decided" in card(client)

    client.force_login(version.event.organisers.get(sees_marks=False).user)
    assert len(client.get(reverse("admin:index")).content) == len(unaware)


def test_who_competes_does_not_read_how_many_rivals_have_submitted(client):
    event = factories.EventFactory(during="hacking")
    boss = organising(client, event, sees_marks=False)
    factories.submitted(event)
    assert "Submissions 1" in card(client)
    factories.MemberFactory(team__event=event, user=boss)
    assert "Submissions 1" not in card(client)


@pytest.mark.parametrize("phase", PHASES)
def test_each_line_of_a_card_leads_to_a_page(client, phase):
    bare = factories.EventFactory(during=phase, is_listed=False, needs_code=True)
    full = event_in("deliberation" if phase == "draft" else phase, "full")["event"]
    boss = organising(client, bare)
    factories.OrganiserFactory(event=full, user=boss)

    page = client.get(reverse("admin:index"))
    links = read(page.text, "/admin/").links
    for link in links:
        assert client.get(link, follow=True).status_code == 200, link


@pytest.mark.parametrize("phase", PHASES)
def test_many_events_and_many_rows_cost_as_many_queries_as_one(client, phase):
    boss = organising(client, event_in(phase, "first")["event"])
    client.get(reverse("admin:index"))
    with CaptureQueriesContext(
        connection,
    ) as once:
        client.get(reverse("admin:index"))
    for n in range(3):
        event = event_in(phase, f"more-{n}")["event"]
        factories.OrganiserFactory(event=event, user=boss)
        for _ in range(3):
            factories.submitted(event)
    with CaptureQueriesContext(connection) as often:
        client.get(reverse("admin:index"))
    assert len(often) == len(once), "\n".join(query["sql"] for query in often)


def test_a_form_that_mends_something_leads_back_to_the_card(client):
    event = factories.EventFactory(during="draft")
    organising(client, event)
    links = read(client.get(reverse("admin:index")).text, "/admin/").links
    add = next(link for link in links if "/challenge/add/" in link and "event=" in link)
    sent = {"event": event.pk, "title_en": "Rivers", "slug": "rivers", "question_en": "How?"}
    sent |= {"position": "1", "submissions_close_at_0": "", "submissions_close_at_1": ""}
    saved = client.post(add, sent)
    assert (saved.status_code, saved.url) == (302, reverse("admin:index"))
    assert event.challenges.count() == 1


def test_a_judge_who_is_added_for_one_event_is_offered_its_panels_alone(client):
    event, other = (factories.EventFactory(during="registration") for _each in range(2))
    boss = organising(client, event)
    factories.OrganiserFactory(event=other, user=boss)
    factories.ChallengeFactory(event=event, title="Rivers")
    factories.ChallengeFactory(event=other, title="Mountains")
    form = reverse("admin:judging_judge_add")
    assert "Mountains" in client.get(form).text
    own = client.get(form, {"event": event.pk}).text
    assert "Rivers" in own
    assert "Mountains" not in own
    from_list = client.get(form, {"_changelist_filters": f"event={event.pk}"}).text
    assert "Mountains" not in from_list
    assert f'<option value="{event.pk}" selected>' in squeezed(from_list)
    assert client.get(form, {"event": "x"}).status_code == 200


def test_what_is_added_from_a_filtered_list_belongs_to_its_event(client):
    event, other = (factories.EventFactory(during="registration") for _each in range(2))
    boss = organising(client, event)
    factories.OrganiserFactory(event=other, user=boss)
    factories.ChallengeFactory(event=event, title="Rivers")
    listed = reverse("admin:judging_criterion_changelist")
    links = read(client.get(listed, {"event": event.pk}).text, listed).links
    form = client.get(next(link for link in links if "/criterion/add/" in link)).text
    assert f'<option value="{event.pk}" selected>' in squeezed(form)
    assert f"Rivers ({event})" in form
    assert 'name="position" value="1"' in squeezed(form)


def test_a_question_that_waits_is_told_to_whom_it_waits_for(client):
    event = factories.EventFactory(during="registration")
    boss = organising(client, event)
    question = factories.QuestionFactory(challenge=factories.ChallengeFactory(event=event))
    assert "1 question waits for your answer." in card(client)
    owner = factories.ChallengeOwnerFactory(challenge=question.challenge)
    assert "waits for your answer" not in card(client)
    with unguarded("test"):
        type(owner).objects.filter(pk=owner.pk).update(user=boss)
    assert "1 question waits for your answer." in card(client)


def test_a_text_that_nobody_wrote_is_missing_in_no_language():
    event = factories.EventFactory(headline_en="One", headline_fr="Un")
    assert languages_lacking([event], ["story"]) == []
    assert languages_lacking([event], ["headline"]) == ["nl", "de"]


def test_a_first_language_in_which_nothing_is_written_is_said(client):
    event = factories.EventFactory(during="draft", name_en="", name_fr="Mobilité", language="en")
    organising(client, event)
    assert "no text of the event is: choose another first language" in card(client)

    with unguarded("test"):
        event.language = "fr"
        event.save()

    assert "choose another first language" not in card(client)


def test_a_new_event_first_speaks_the_language_in_which_it_is_made(client):
    client.force_login(factories.UserFactory(is_superuser=True, is_staff=True))

    page = client.get(reverse("admin:hackathon_event_add"), {"language": "fr"})

    assert page.context["adminform"].form["language"].value() == "fr"
