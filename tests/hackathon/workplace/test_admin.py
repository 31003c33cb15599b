"""The organisers' workplace: one's own events only, and every refusal in words."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from hackathon.mail.services.queueing import relay_promises
from hackathon.models import AuditEntry, Event, Organiser
from tests.acting import press
from tests.factories import (
    AwardFactory,
    ChallengeFactory,
    EventFactory,
    JudgeFactory,
    OrganiserFactory,
    PrizeFactory,
    TeamFactory,
    UserFactory,
    judged_event,
    published,
)
from tests.house.rendered import read
from tests.reading import squeezed

pytestmark = pytest.mark.django_db

SECRET = "Canary of the other event"
TEXTS = ("name", "headline", "summary", "story", "place")


@pytest.fixture
def ada(event):
    return OrganiserFactory(event=event).user


@pytest.fixture
def signed_in(client, ada):
    client.force_login(ada)
    return client


def filled(event=None, **changes):
    """What the event's form sends, with times in the event's own zone."""
    values = {f"{text}_{code}": "" for text in TEXTS for code in ("en", "fr", "nl", "de")}
    values |= {
        "name_en": "Autumn hack",
        "slug": "autumn",
        "time_zone": "Europe/Brussels",
        "language": "en",
        "accent": "blue",
        "min_team_size": "1",
        "max_team_size": "5",
        "confirm_days": "3",
        "contact_email": "",
        "grace_minutes": "0",
        "file_kinds": ["pdf", "video"],
        "max_file_mb": "200",
        "max_total_mb": "1000",
    }
    start = timezone.now()
    for days, name in enumerate(
        ("registration_opens_at", "hacking_starts_at", "submissions_close_at", "judging_closes_at")
    ):
        moment = getattr(event, name) if event else start + timedelta(days=days + 1)
        local = timezone.localtime(moment, (event or Event()).zone)
        values |= {f"{name}_0": f"{local:%Y-%m-%d}", f"{name}_1": f"{local:%H:%M:%S}"}
    if event:
        values |= {"name_en": event.name, "slug": event.slug, "is_listed": "on"}
    return values | changes


def change_page(event):
    return reverse("admin:hackathon_event_change", args=[event.pk])


def test_whoever_may_make_events_makes_one_and_organises_it(client):
    maker = UserFactory(is_staff=True)
    client.force_login(maker)

    response = client.post(reverse("admin:hackathon_event_add"), filled())

    event = Event.objects.get(slug="autumn")
    assert response.status_code == 302
    assert event.organisers.get().user == maker
    assert AuditEntry.objects.get().verb == "event.create"


def test_a_new_event_is_asked_for_what_it_cannot_be_without_and_leads_to_its_card(client):
    client.force_login(UserFactory(is_staff=True))
    address = reverse("admin:hackathon_event_add")
    form = next(f for f in read(client.get(address).text, address).forms if "slug" in f.names)
    shown = [control for control in form.controls if control.kind != "hidden"]
    assert len(shown) < 20
    assert "Name (Nederlands)" in client.get(address).text
    saved = client.post(address, filled(), follow=True)
    assert saved.redirect_chain[-1][0] == reverse("admin:index")
    assert "make it visible to everyone" in saved.text


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
def test_an_event_is_named_in_any_one_language(client, language):
    client.force_login(UserFactory(is_staff=True))
    typed = filled(name_en="", **{f"name_{language}": "Nuit blanche"})
    client.post(reverse("admin:hackathon_event_add"), typed)
    event = Event.objects.get(slug="autumn")
    assert str(event) == "Nuit blanche"
    assert "Nuit blanche" in client.get(event.get_absolute_url()).text
    assert "Nuit blanche" in client.get(reverse("admin:hackathon_event_changelist")).text


def test_an_event_without_any_name_is_told_what_to_do(client):
    client.force_login(UserFactory(is_staff=True))
    page = client.post(reverse("admin:hackathon_event_add"), filled(name_en="", name_fr=""))
    assert "Write this in at least one language." in page.text


def test_an_organiser_who_may_not_make_events_and_a_participant_cannot_add_one(client, ada):
    client.force_login(ada)
    assert client.get(reverse("admin:hackathon_event_add")).status_code == 403

    client.force_login(UserFactory())
    for page in ("admin:index", "admin:hackathon_event_add"):
        response = client.get(reverse(page))
        assert response.status_code == 404
        assert SECRET not in response.text


def test_somebody_who_is_not_signed_in_is_asked_to(client, event):
    response = client.get(change_page(event))

    assert response.status_code == 302
    assert "/login/" in response.url


def test_times_are_typed_and_shown_in_the_events_own_zone(signed_in, event):
    page = filled(
        event,
        time_zone="Asia/Tokyo",
        registration_opens_at_0="2020-01-01",
        registration_opens_at_1="09:00:00",
    )

    assert press(signed_in, change_page(event), page).status_code == 302

    event.refresh_from_db()
    assert event.registration_opens_at.isoformat() == "2020-01-01T00:00:00+00:00"
    assert 'value="09:00:00"' in signed_in.get(change_page(event)).text
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {
        "event.reschedule",
        "event.edit",
    }


def test_a_timetable_out_of_order_is_refused_and_keeps_what_was_typed(signed_in, event):
    page = signed_in.post(
        change_page(event),
        filled(event, name_en="Kept text", judging_closes_at_0="2001-01-01"),
    )

    assert "This must be after the time of “Submissions close”." in page.text
    assert "Each phase must start after" not in page.text  # which names no field
    assert 'value="Kept text"' in page.text
    assert not AuditEntry.objects.exists()


def test_a_date_in_another_form_is_answered_with_an_example_and_days_come_before_months(
    signed_in, event
):
    asked = filled(event, judging_closes_at_0="tomorrow", judging_closes_at_1="noon")
    page = signed_in.post(change_page(event), asked).text
    assert "Write the date like this: 2027-03-31." in page
    assert "Write the time like this: 17:30." in page

    asked = filled(event, judging_closes_at_0="05/06/2045")
    press(signed_in, change_page(event), asked)
    event.refresh_from_db()
    local = event.judging_closes_at.astimezone(event.zone)
    assert (local.month, local.day) == (6, 5)


def test_what_teams_may_hand_in_is_ticked_in_the_form(signed_in, event):
    changes = {"file_kinds": ["pdf", "image"], "max_file_mb": "50", "grace_minutes": "10"}

    press(signed_in, change_page(event), filled(event, **changes))

    event.refresh_from_db()
    assert event.file_kinds == ["pdf", "image"]
    assert (event.max_file_mb, event.grace_minutes) == (50, 10)
    page = signed_in.get(change_page(event)).text
    assert page.count('name="file_kinds"') == 5
    assert 'name="file_kinds" value="pdf" id="id_file_kinds_0" checked' in squeezed(page)


def test_what_the_service_refuses_is_shown_in_the_form(signed_in, event):
    """Between look and click: the constraint itself speaks."""
    first = ChallengeFactory(event=event, slug="one")
    page = signed_in.post(
        reverse("admin:challenges_challenge_add"),
        {
            "event": event.pk,
            "slug": first.slug,
            "title_en": "Kept",
            "question_en": "?",
            "position": 1,
        },
    )

    assert "Another challenge of this event has this short name." in page.text
    assert 'value="Kept"' in page.text


def test_an_organiser_is_added_by_address_and_the_last_one_stays(signed_in, ada, event):
    bob = UserFactory(email="bob@example.org")
    add = reverse("admin:hackathon_organiser_add")
    unknown = signed_in.post(add, {"event": event.pk, "email": "nobody@example.org"})
    assert "Ask them to sign up first." in unknown.text
    assert 'value="nobody@example.org"' in unknown.text

    signed_in.post(add, {"event": event.pk, "email": "Bob@example.org"})
    assert event.organisers.filter(user=bob).exists()

    for organiser in Organiser.objects.filter(event=event).order_by("-pk"):
        delete = reverse("admin:hackathon_organiser_delete", args=[organiser.pk])
        last = signed_in.post(delete, {"post": "yes"}, follow=True)
    assert "add another one first" in last.text
    assert event.organisers.get().user == ada


def rows_of(model):
    return model._base_manager.values_list("pk", flat=True)


def test_nothing_of_another_event_is_in_any_page_of_the_admin(signed_in, event):
    """Every registered model, every page, with the other event's ids and as a filter."""
    judge, version = judged_event(during="deliberation")
    other = judge.event
    prize = PrizeFactory(challenge=version.submission.team.challenge)
    AwardFactory(prize=prize, submission=version.submission)
    OrganiserFactory(event=other)
    names = [str(judge), "Railbow", "Greener travel"]
    relay_promises()

    for model, model_admin in admin.site._registry.items():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        if model._meta.app_label in ("auth", "account", "mfa", "usersessions", "socialaccount"):
            continue
        for query in ("", f"?event={other.pk}", "?q=Rail", f"?event__id__exact={other.pk}"):
            page = signed_in.get(reverse(f"{base}_changelist") + query, follow=True)
            assert not any(name in page.text for name in names), (model, query)
        missing = signed_in.get(reverse(f"{base}_change", args=[999_999_999]))
        assert missing.status_code == 404
        for pk in rows_of(model):
            row = model._base_manager.get(pk=pk)
            if getattr(row, "event", row) in (event, None) or row == event:
                continue
            for kind in ("change", "delete", "history"):
                page = signed_in.get(reverse(f"{base}_{kind}", args=[pk]))
                assert page.status_code in (403, 404), (model, kind)
                assert not any(name in page.text for name in names)
        if model_admin.operation:
            page = signed_in.get(reverse(f"{base}_add"))
            assert not any(name in page.text for name in names), model


def test_another_events_rows_cannot_be_chosen(signed_in, event):
    other = ChallengeFactory(event=EventFactory())

    page = signed_in.post(
        reverse("admin:challenges_prize_add"), {"challenge": other.pk, "title_en": "P", "rank": 1}
    )

    assert page.status_code == 200
    assert not other.prizes.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_number_of_questions_for_any_number_of_rows(
    signed_in, event, django_assert_max_num_queries, rows
):
    for _ in range(rows):
        challenge = ChallengeFactory(event=event)
        PrizeFactory(challenge=challenge)
        JudgeFactory(event=event)
    for page in ("challenges_challenge", "challenges_prize", "judging_judge"):
        with django_assert_max_num_queries(10):
            signed_in.get(reverse(f"admin:{page}_changelist"))


def test_whoever_removes_themselves_comes_to_their_own_page(signed_in, ada, event):
    OrganiserFactory(event=event)
    own = Organiser.objects.get(user=ada)

    page = reverse("admin:hackathon_organiser_delete", args=[own.pk])
    left = signed_in.post(page, {"post": "yes"}, follow=True)

    assert left.redirect_chain[-1] == (reverse("hackathon:me"), 302)
    assert left.status_code == 200


def test_who_sees_no_marks_is_not_offered_to_let_others_see_them(client, event):
    client.force_login(OrganiserFactory(event=event, sees_marks=False).user)
    page, newcomer = reverse("admin:hackathon_organiser_add"), UserFactory()
    assert 'name="sees_marks"' not in client.get(page).text

    client.post(page, {"event": event.pk, "email": newcomer.email})

    assert Organiser.objects.get(user=newcomer).sees_marks is False


def test_what_stands_once_results_are_public_is_no_longer_a_field(client):
    event = published(EventFactory(during="deliberation"))
    client.force_login(OrganiserFactory(event=event).user)
    page = client.get(change_page(event)).text

    for name in ("name_en", "slug", "time_zone", "grace_minutes", "hacking_starts_at_0"):
        assert f'name="{name}"' not in page, name
    assert 'name="headline_en"' in page


def test_what_something_else_depends_on_is_not_offered_to_be_deleted(signed_in, event):
    bare, challenge = ChallengeFactory(event=event), ChallengeFactory(event=event)
    TeamFactory(event=event, challenge=challenge)

    def said_of(row):
        return signed_in.get(reverse("admin:challenges_challenge_delete", args=[row.pk])).text

    assert "Move the teams to another challenge first" in said_of(challenge)
    assert 'name="post"' not in said_of(challenge)
    assert 'name="post"' in said_of(bare)


def test_a_timetable_that_returns_to_an_earlier_phase_says_so_and_asks_why(client):
    event = EventFactory(during="judging")
    client.force_login(OrganiserFactory(event=event).user)
    later = timezone.localtime(timezone.now() + timedelta(hours=2), event.zone)
    moved = {
        "submissions_close_at_0": f"{later:%Y-%m-%d}",
        "submissions_close_at_1": f"{later:%H:%M}",
    }

    without = client.post(change_page(event), filled(event, **moved))
    assert "The event would go back from “Judging” to “Hacking”. Write why." in without.text
    said = filled(event, **moved, reason="The network was down.")
    shown = client.post(change_page(event), said)
    assert "Nothing is saved yet." in shown.text
    assert "correct the error" not in shown.text
    assert "Error:" not in shown.text
    assert "The event goes back from “Judging” to “Hacking”." in shown.text
    assert Event.objects.get().submissions_close_at == event.submissions_close_at
    assert press(client, change_page(event), said).status_code == 302

    assert Event.objects.get().submissions_close_at > event.submissions_close_at
    assert event.reschedulings.get().reason == "The network was down."
