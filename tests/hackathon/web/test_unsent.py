"""A form that did not arrive is there again, filled in, for its writer and nobody else."""

import re
from datetime import timedelta
from html import escape

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from hackathon.web import unsent
from hackathon.web.refilling import Reader, refill_form
from tests import factories
from tests.journeys.scene import at_the_doors, event_in
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
TYPED = 'Typed for an "hour" & more'
BACK = "You were signed out. What you typed is here"
PRESSED = "You were signed out before this was done. Press"


@pytest.fixture
def scene():
    found = event_in("registration", "one")
    return found | at_the_doors(found)


def form_of(page, path, word):
    """The one form of a page whose address or fields have this word, as a browser sends it."""
    for form in Reader(page, path).forms:
        names = {control.name for control in form.controls}
        if form.method == "post" and (word in names or any(word in to for to in form.actions)):
            return form
    raise AssertionError(f"no form with {word} on {path}")


def sent_by(form):
    """What a browser sends of this form, button aside."""
    data = {}
    for control in form.controls:
        if control.kind in ("checkbox", "radio") and "checked" not in dict(control.attributes):
            continue
        if control.kind in ("checkbox", "radio"):
            data.setdefault(control.name, []).append(control.get("value") or "on")
        elif control.kind in ("hidden", "text", "email", "url", "number"):
            data.setdefault(control.name, []).append(control.get("value"))
        elif control.tag == "select":
            chosen = [o.get("value") for o in control.options if "selected" in dict(o.attributes)]
            data[control.name] = chosen
        elif control.tag == "textarea":
            data[control.name] = control.values_in(form.page)
    return data


def send_signed_out(client, path, word, **typed):
    """Fill in the form of a page, lose the session, and send it."""
    page = client.get(path)
    assert page.status_code == 200
    form = form_of(page.text, path, word)
    data = sent_by(form) | typed
    Session.objects.all().delete()
    return client.post(
        next(iter(form.actions)), data, headers={"referer": f"http://testserver{path}"}
    )


def cases(scene):
    """Who, on which page, which form, what is typed."""
    slug, team = scene["event"].slug, scene["team"].pk
    boss = factories.OrganiserFactory(event=scene["event"]).user
    challenge = scene["challenge"]
    return {
        "a new team": (
            scene["newcomer"],
            reverse("teams:register", args=[slug]),
            "name",
            {"name": TYPED},
        ),
        "a team": (
            scene["captain"],
            reverse("teams:edit", args=[slug, team]),
            "pitch",
            {"pitch": TYPED},
        ),
        "revoking a link": (
            scene["captain"],
            reverse("teams:team", args=[slug, team]),
            f"links/{scene['link'].pk}/revoke",
            {},
        ),
        "invitations": (
            scene["captain"],
            reverse("teams:team", args=[slug, team]),
            "emails",
            {"emails": "one@example.org\ntwo@example.org"},
        ),
        "a question": (scene["newcomer"], challenge.get_absolute_url(), "text", {"text": TYPED}),
        "the workplace": (
            boss,
            reverse("admin:challenges_challenge_change", args=[challenge.pk]),
            "title_en",
            {"title_en": TYPED, "partner_en": TYPED},
        ),
    }


NAMES = ["a new team", "a team", "revoking a link", "invitations", "a question", "the workplace"]


@pytest.mark.parametrize("name", NAMES)
def test_after_signing_in_again_the_form_stands_there_as_it_was_typed(client, scene, name):
    person, path, word, typed = cases(scene)[name]
    client.force_login(person)

    led = send_signed_out(client, path, word, **typed)
    assert led.status_code == 302
    assert led.url == f"{reverse('account_login')}?next={path.replace('/', '%2F')}"

    client.force_login(person)
    page = client.get(path)

    assert client.session.get_expiry_age() > unsent.SECONDS
    assert (BACK if typed else PRESSED) in page.text
    assert (PRESSED if typed else BACK) not in page.text
    for text in typed.values():
        assert escape(text) in page.text
    assert "no-store" in page.headers["Cache-Control"]
    again = form_of(page.text, path, word)
    done = client.post(next(iter(again.actions)), sent_by(again) | typed)
    assert done.status_code in (302, 200, 422, 405)  # each form's own test says what it does
    assert unsent.KEY not in client.session


def test_somebody_else_who_signs_in_there_gets_nothing_of_it(client, scene):
    person, path, word, typed = cases(scene)["a question"]
    client.force_login(person)
    send_signed_out(client, path, word, **typed)

    client.force_login(scene["captain"])
    page = client.get(path)

    assert escape(TYPED) not in page.text
    assert unsent.KEY not in client.session
    client.force_login(person)
    assert escape(TYPED) not in client.get(path).text


def test_before_anybody_signs_in_it_is_not_shown(client, scene):
    person, path, word, typed = cases(scene)["a question"]
    client.force_login(person)
    send_signed_out(client, path, word, **typed)

    page = client.get(path)

    assert escape(TYPED) not in page.text


def test_it_waits_for_an_hour(client, scene):
    person, path, word, typed = cases(scene)["a question"]
    client.force_login(person)
    send_signed_out(client, path, word, **typed)
    client.force_login(person)

    with time_machine.travel(timezone.now() + timedelta(seconds=unsent.SECONDS)):
        assert escape(TYPED) not in client.get(path).text
        assert unsent.KEY not in client.session


def test_signing_out_deletes_it(client, scene):
    person, path, word, typed = cases(scene)["a question"]
    client.force_login(person)
    send_signed_out(client, path, word, **typed)
    client.force_login(person)
    client.post(reverse("account_logout"))
    client.force_login(person)

    assert escape(TYPED) not in client.get(path).text


def test_neither_secrets_nor_files_nor_the_sites_own_tokens_are_kept(client, scene):
    person, path, word, typed = cases(scene)["a question"]
    client.force_login(person)
    more = {"password1": "correct-horse", "code": "ABC", "file": ContentFile(b"bytes", "a.txt")}

    send_signed_out(client, path, word, **typed, **more, csrfmiddlewaretoken="x" * 64)

    kept = client.session[unsent.KEY]
    assert {name for name, _ in kept[0]["fields"]} == {"text"}


def test_what_is_too_long_to_keep_still_leads_back_to_its_page(client, scene):
    person, path, word, _typed = cases(scene)["a question"]
    client.force_login(person)

    led = send_signed_out(client, path, word, text="x" * (unsent.LARGEST + 1))

    assert led.url.endswith(path.replace("/", "%2F"))
    assert unsent.KEY not in client.session


def test_a_form_that_says_for_nobody_whom_it_was_shown_is_not_kept(client, scene):
    person, path, word, typed = cases(scene)["a question"]
    other = unsent.signer().sign("1")[:-1] + "?"
    client.force_login(person)
    for mark in ("", other, "1"):
        send_signed_out(client, path, word, **typed, **{unsent.MARK: mark})
        assert unsent.KEY not in client.session
        client.force_login(person)


def test_a_token_that_is_too_old_loses_nothing(scene):
    person, path, word, typed = cases(scene)["a question"]
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    form = form_of(client.get(path).text, path, word)
    del client.cookies["csrftoken"]

    refused = client.post(
        next(iter(form.actions)),
        sent_by(form) | typed,
        headers={"referer": f"http://testserver{path}"},
    )

    assert refused.status_code == 403
    assert f'<a class="button" href="{path}">Open the form again</a>' in squeezed(refused.text)
    page = client.get(path)
    assert "The page had been open for too long. What you" in page.text
    assert escape(TYPED) in page.text


def test_from_another_site_nothing_is_put_into_ones_forms(scene):
    person, path, word, typed = cases(scene)["a question"]
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    form = form_of(client.get(path).text, path, word)
    data = sent_by(form) | typed | {"csrfmiddlewaretoken": "x"}

    client.post(next(iter(form.actions)), data, headers={"sec-fetch-site": "cross-site"})

    assert escape(TYPED) not in client.get(path).text


def test_a_form_that_is_gone_meanwhile_leaves_its_text_to_copy(client, scene):
    person, path, word, typed = cases(scene)["a question"]
    client.force_login(person)
    send_signed_out(client, path, word, **typed)
    with factories.unguarded("test"):
        factories.published(scene["event"])
    client.force_login(person)

    page = client.get(path)

    assert "did not arrive, and its form is not on this page" in page.text
    assert escape(TYPED) in page.text


def test_every_form_of_every_page_says_for_whom_it_was_shown(client, scene):
    for person, path, _word, _typed in cases(scene).values():
        client.force_login(person)
        page = client.get(path).text
        marks = re.findall(
            r'csrfmiddlewaretoken" value="\w+"><input type="hidden" name="(\w+)"', page
        )
        assert marks.count(unsent.MARK) == page.count("csrfmiddlewaretoken") > 0


FORMS = """<p>ä</p>
<form method="post" action="/a/"><input type="hidden" name="n" value="1"><input name="t"></form>
<form method="post" action="/a/"><input type="hidden" name="n" value="2"><input name="t"
 value="old" maxlength="9">
<textarea name="long" rows="3">
old &amp; older</textarea>
<input type="checkbox" name="c" value="1" checked><input type="checkbox" name="c" value="2">
<select name="s"><option value="x" selected>X</option><option value="y">Y</option></select>
<input type="password" name="p"><input type="file" name="f"><button name="do" value="go">Go</button>
</form><input name="t" value="outside">"""


def test_only_the_fields_of_the_right_form_change():
    fields = [
        ["n", ["2"]],
        ["t", ['"new"']],
        ["long", ["<new>"]],
        ["c", ["2"]],
        ["s", ["y"]],
        ["do", ["go"]],
        ["p", ["secret"]],
        ["gone", ["text"]],
    ]

    found = refill_form(FORMS, "/somewhere/", "/a/", fields)
    page = found.page

    assert found.rest == ["text"]
    assert found.is_typed
    assert "secret" not in page
    first, second = page.split("<form")[1:]
    assert first in FORMS
    assert 'value="&quot;new&quot;"' in second
    assert "\n&lt;new&gt;</textarea>" in second
    assert '<input type="checkbox" name="c" value="1">' in second
    assert '<input type="checkbox" name="c" value="2" checked="">' in second
    assert '<option value="y" selected="">' in second
    assert second.endswith('</form><input name="t" value="outside">')
    assert refill_form(FORMS, "/somewhere/", "/b/", fields) is None


def test_a_tick_whose_name_only_sounds_like_a_secret_stays_ticked(client, scene):
    event = scene["event"]
    with unguarded("test"):
        event.needs_code = True
        event.save()
    client.force_login(factories.OrganiserFactory(event=event).user)
    path = reverse("admin:hackathon_event_change", args=[event.pk])

    send_signed_out(client, path, "headline_en", headline_en=TYPED)
    client.force_login(event.organisers.last().user)
    form = form_of(client.get(path).text, path, "headline_en")

    assert sent_by(form)["headline_en"] == [TYPED]
    assert "needs_code" in sent_by(form)


def test_nobody_unknown_fills_the_table_of_sessions(client, scene):
    page = client.get(reverse("account_login")).text
    mark = re.search(r'name="shown_to" value="([^"]+)"', page)[1]
    Session.objects.all().delete()

    for _ in range(3):
        sent = {"shown_to": mark, "words": "x" * 1000}
        Client(enforce_csrf_checks=True).post(reverse("account_login"), sent)

    assert not Session.objects.exists()


@pytest.mark.parametrize(
    "address", ["http://[", "http://testserver//[x", "http://testserver//evil.example/x"]
)
def test_a_broken_or_foreign_way_back_is_no_way_back(client, scene, address):
    client.force_login(scene["captain"])
    path = reverse("teams:edit", args=[scene["event"].slug, scene["team"].pk])
    form = form_of(client.get(path).text, path, "pitch")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(scene["captain"])

    refused = strict.post(path, sent_by(form), headers={"referer": address})

    assert refused.status_code == 403
    assert "evil.example" not in refused.text
    assert strict.get("/").status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_who_typed_nothing_is_not_told_that_it_is_back(client, scene, name):
    """Each form as the page shows it; only what stands in it already was sent."""
    person, path, word, _typed = cases(scene)[name]
    client.force_login(person)
    send_signed_out(client, path, word)
    client.force_login(person)

    page = client.get(path)

    assert BACK not in page.text
    assert PRESSED in page.text


def test_what_somebody_else_changed_meanwhile_was_not_typed_here(client, scene):
    person, path, word, _typed = cases(scene)["the workplace"]
    client.force_login(person)
    send_signed_out(client, path, word)
    with unguarded("test"):
        scene["challenge"].title = "Another title"
        scene["challenge"].save()
    client.force_login(person)

    page = client.get(path)

    assert BACK not in page.text
    assert 'value="Another title"' in page.text
