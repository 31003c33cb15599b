"""The organisers' workplace stands when a phase ends while one types, and has no side door."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import PROTECT
from django.urls import NoReverseMatch, reverse

from challenges.models import Challenge, Prize
from hackathon.workplace.base import EventScopedAdmin
from judging.models import Judge
from tests.factories import (
    AwardFactory,
    ChallengeFactory,
    EventFactory,
    JudgeFactory,
    OrganiserFactory,
    PrizeFactory,
    judged_event,
    published,
)

pytestmark = pytest.mark.django_db

FLOORS = ("hackathon", "challenges", "teams", "judging")


def organised(client, during):
    organiser = OrganiserFactory(event=EventFactory(during=during))
    client.force_login(organiser.user)
    return organiser


def challenge_form(challenge, **changes):
    return {
        "slug": challenge.slug,
        "title_en": challenge.title,
        "question_en": challenge.question,
        "position": 1,
        **changes,
    }


def test_what_was_typed_is_kept_when_the_phase_ended_meanwhile(client):
    boss = organised(client, "judging")
    challenge = ChallengeFactory(event=boss.event)
    address = reverse("admin:challenges_challenge_change", args=[challenge.pk])

    page = client.post(address, challenge_form(challenge, title_en="Typed for an hour"))

    assert page.status_code == 200
    assert "the event is in the phase “Judging”" in page.text
    assert 'value="Typed for an hour"' in page.text
    assert Challenge.objects.get().title == "Greener travel"


def held_by_others():
    """The models whose rows an organiser may delete until something refers to them."""
    for model, own in admin.site._registry.items():
        protects = any(relation.on_delete is PROTECT for relation in model._meta.related_objects)
        deletes = all(
            getattr(type(own), name) is getattr(EventScopedAdmin, name, None)
            for name in ("has_delete_permission", "delete_model")
        )
        if protects and deletes and own.operation:
            yield model, own


def test_every_row_that_something_may_hold_says_what_holds_it_and_what_to_do_instead():
    found = dict(held_by_others()) | {Judge: admin.site._registry[Judge]}  # deleted in its own way

    assert {Challenge, Prize} <= set(found)
    assert [model.__name__ for model, own in found.items() if not own.why_held] == []


def test_what_cannot_be_deleted_says_why_before_the_button_and_after_it(client):
    boss = organised(client, "deliberation")
    prize = PrizeFactory(challenge=ChallengeFactory(event=boss.event))
    AwardFactory(prize=prize)
    address = reverse("admin:challenges_prize_delete", args=[prize.pk])
    why = "It has been decided who gets this prize."

    page = client.get(address)
    assert why in page.text
    assert 'name="post"' not in page.text
    page = client.post(address, {"post": "yes"}, follow=True)
    assert why in page.text
    assert Prize.objects.filter(pk=prize.pk).exists()


def test_deleting_too_late_is_refused_in_words(client):
    boss = organised(client, "judging")
    challenge = ChallengeFactory(event=boss.event)
    address = reverse("admin:challenges_challenge_delete", args=[challenge.pk])

    page = client.post(address, {"post": "yes"}, follow=True)

    assert "the event is in the phase “Judging”" in page.text
    assert Challenge.objects.exists()


def test_a_page_that_can_only_be_read_says_why(client):
    boss = organised(client, "judging")
    challenge = ChallengeFactory(event=boss.event)

    page = client.get(reverse("admin:challenges_challenge_change", args=[challenge.pk]))

    assert "It cannot be changed in the phase “Judging”." in page.text
    assert 'name="_save"' not in page.text


def test_a_row_stays_in_the_event_for_which_it_was_made(client):
    boss = organised(client, "registration")
    second = OrganiserFactory(event=EventFactory(during="registration"), user=boss.user).event
    challenge = ChallengeFactory(event=boss.event)
    address = reverse("admin:challenges_challenge_change", args=[challenge.pk])

    client.post(address, challenge_form(challenge, event=second.pk, title_en="Moved?"))

    challenge.refresh_from_db()
    assert (challenge.event, challenge.title) == (boss.event, "Moved?")


def test_a_new_prize_comes_after_the_others_unless_one_says_where(client):
    boss = organised(client, "registration")
    challenge = ChallengeFactory(event=boss.event)
    PrizeFactory(challenge=challenge, rank=4)
    page = reverse("admin:challenges_prize_add")
    assert "Empty: after the others." in client.get(page).text

    said = {"challenge": challenge.pk, "title_en": "Public's choice"}
    for rank in ("", "2"):
        assert client.post(page, {**said, "rank": rank}).status_code == 302

    assert sorted(challenge.prizes.values_list("rank", flat=True)) == [2, 4, 5]


def test_a_prize_that_is_given_stays_with_its_challenge(client):
    _, version = judged_event(during="deliberation")
    challenge = version.submission.team.challenge
    prize = PrizeFactory(challenge=challenge)
    AwardFactory(prize=prize, submission=version.submission)
    elsewhere = ChallengeFactory(event=version.event)
    client.force_login(OrganiserFactory(event=version.event).user)

    client.post(
        reverse("admin:challenges_prize_change", args=[prize.pk]),
        {"challenge": elsewhere.pk, "title_en": "Grand prize", "rank": 1},
    )

    assert [(p.title, p.challenge) for p in Prize.objects.all()] == [("Grand prize", challenge)]


def test_an_acceptance_is_not_undone_by_a_page_that_had_not_seen_it(client):
    from judging.seats.services.jury import save_judge

    boss = organised(client, "registration")
    judge = JudgeFactory(event=boss.event)
    stale = Judge.objects.get(pk=judge.pk)
    stale.accepted_at, stale.user, stale.name = None, None, "Dr Ada"

    save_judge(actor=boss.user, judge=stale, panel={})

    judge.refresh_from_db()
    assert judge.name == "Dr Ada"
    assert judge.accepted_at
    assert judge.user


def pages(patterns):
    """Every address of the admin that takes an argument, as the name and its arguments."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from pages(pattern.url_patterns)
        elif pattern.name and pattern.pattern.converters:
            yield pattern.name, list(pattern.pattern.converters)


def arguments(name, wanted, rows):
    """Rows of the other event for what an address asks: prize_id is a prize, object_id its own."""
    model = next(m for m in rows if name.startswith(f"{m._meta.app_label}_{m._meta.model_name}_"))
    by_name = {m._meta.model_name: m for m in rows}
    return {
        word: rows[by_name.get(word.removesuffix("_id"), model)]
        if word != "event_id"
        else rows[by_name["event"]]
        for word in wanted
    }


def test_every_page_answers_for_another_events_rows_as_for_missing_ones(client):
    organised(client, "deliberation")
    judge, version = judged_event(during="deliberation")
    prize = PrizeFactory(challenge=version.submission.team.challenge)
    AwardFactory(prize=prize, submission=version.submission)
    OrganiserFactory(event=judge.event)
    mine = set(apps.get_models())
    rows = {
        model: model._base_manager.order_by("pk").values_list("pk", flat=True).last() or 0
        for model in mine
        if model._meta.app_label in FLOORS
    }
    rows = {**rows, type(judge.event): judge.event.pk}
    checked = 0
    for name, wanted in pages(admin.site.get_urls()):
        if name.split("_")[0] not in FLOORS:
            continue
        theirs = arguments(name, wanted, rows)
        missing = dict.fromkeys(wanted, 999_999_999)
        for ask in (client.get, client.post):
            answers = [ask(reverse(f"admin:{name}", kwargs=ids)) for ids in (theirs, missing)]
            statuses = [answer.status_code for answer in answers]
            assert statuses[0] == statuses[1], name
            assert statuses[0] in (302, 403, 404, 405), name
            if statuses[0] == 302:  # the old address of a change page
                there = client.get(answers[0].url)
                assert there.status_code == 404, name
            checked += 1
    assert checked > 100


def test_no_address_leads_from_a_number_to_another_events_page(client):
    organised(client, "registration")
    other = EventFactory(slug="secret-slug", is_listed=False)
    number = ContentType.objects.get_for_model(other).pk

    page = client.get(f"/admin/r/{number}/{other.pk}/")

    assert page.status_code == 404
    assert "secret-slug" not in page.headers.get("Location", "")
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[number, other.pk])


def test_ones_own_event_is_one_click_away_from_its_public_page(client):
    boss = organised(client, "registration")

    page = client.get(reverse("admin:hackathon_event_change", args=[boss.event.pk]))

    assert f'href="{boss.event.get_absolute_url()}" class="viewsitelink"' in page.text


def test_passwords_change_at_the_sites_own_page_alone(client):
    organised(client, "registration")

    assert client.get("/admin/password_change/").status_code == 404


def test_a_list_shows_times_in_each_events_own_zone(client):
    boss = organised(client, "registration")
    tokyo = OrganiserFactory(event=EventFactory(time_zone="Asia/Tokyo"), user=boss.user).event

    page = client.get(reverse("admin:hackathon_event_changelist"))

    local = tokyo.hacking_starts_at.astimezone(tokyo.zone)
    assert f"{local:%H:%M}" in page.text


def test_the_filters_name_no_challenge_of_another_event(client):
    boss = OrganiserFactory(event=EventFactory())
    ChallengeFactory(event=boss.event, title="Our own question")
    ChallengeFactory(event=boss.event, title="Our second question")
    ChallengeFactory(event=EventFactory(), title="A secret question")
    client.force_login(boss.user)

    page = client.get(reverse("admin:teams_team_changelist")).text

    assert "Our own question" in page
    assert "A secret question" not in page


def test_leaving_the_workplace_leaves_nothing_on_the_device(client):
    organised(client, "registration")

    page = client.post("/admin/logout/")

    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def test_once_results_are_public_what_they_rest_on_is_shown_and_no_field(client):
    boss = organised(client, "deliberation")
    event = published(boss.event)

    page = client.get(reverse("admin:hackathon_event_change", args=[event.pk])).text

    assert 'name="summary_en"' in page
    for name in ("name_en", "slug", "is_listed", "time_zone", "judging_closes_at_0"):
        assert f'name="{name}"' not in page, name
    assert event.name in page
