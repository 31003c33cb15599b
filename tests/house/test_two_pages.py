"""Two people have the same form open: nobody's change is lost, and no clash is decided unseen.

Every form of the organisers' workplace that changes a row is found in its registry.
"""

from contextlib import contextmanager, suppress
from threading import Barrier, Thread

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from judging.models import JuryRules, Panel
from teams.models import AdmissionCode, EntryQuestion, Participant, ProjectQuestion
from tests.acting import press
from tests.factories import OrganiserFactory, UserFactory
from tests.house.rendered import read
from tests.journeys.scene import event_in
from tests.plain import rendering_plainly
from tests.remembering import remembering

pytestmark = pytest.mark.django_db

TYPED = {"text", "url", "email", "number", "textarea"}
TICKS = {"checkbox", "radio"}
ABOUT_THE_CHANGE = {"reason", "picture", "photo", "without_photo"}  # no value of the row's
SIBLINGS = ("_nl", "_de")  # a text's other languages: two of the four are tried


@pytest.fixture
def scene():
    """A row of every kind that organisers edit, and two organisers who may do all of it."""
    scene = event_in("registration", "one")
    event, challenge, now = scene["event"], scene["challenge"], timezone.now()
    with unguarded("test"):
        EntryQuestion.objects.create(event=event, label="Diet", help="For lunch.")
        ProjectQuestion.objects.create(event=event, label="Licence", help="Of the code.")
        AdmissionCode.objects.create(event=event, code="POLICE", uses=5, uses_left=5)
        Participant.objects.create(event=event, user=UserFactory(), started_at=now)
        JuryRules.objects.get_or_create(event=event)
        Panel.objects.get_or_create(challenge=challenge)
    ada = OrganiserFactory(event=event, user__name="Ada Lovelace").user
    bob = OrganiserFactory(event=event, user__name="Bob Builder").user
    return {**scene, "ada": ada, "bob": bob}


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def edit_pages(scene):
    """Every page of the registry that shows a form to change a row: its model and address."""
    client, request = client_of(scene["ada"]), RequestFactory().get("/")
    request.user = scene["ada"]
    found = {}
    for model, page in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        for row in page.get_queryset(request).order_by("pk")[:3]:
            address = reverse(name, args=[row.pk])
            if form_of(client.get(address)):
                found[model._meta.label] = address
                break
    return found


def form_of(answer):
    """The form of the page that saves the row, if there is one."""
    forms = read(answer.text, "/").forms
    return next((form for form in forms if any(b.name == "_save" for b in form.buttons)), None)


def open_form(client, address):
    return form_of(client.get(address))


def values_in(form):
    """What a browser would send if nobody touched anything; it ends lines with CR LF."""
    sent = {}
    for control in form.controls:
        if control.kind == "select":
            values = control.chosen
        elif control.kind == "file" or (control.kind in TICKS and not control.is_set):
            values = []
        else:
            values = [with_line_ends(control.value)]
        sent[control.name] = sent.get(control.name, []) + values
    return sent


def with_line_ends(text):
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def save(client, address, form, **changes):
    sent = values_in(form) | changes | {"_save": ["Save"]}
    return client.post(address, {name: values for name, values in sent.items() if values})


def editable(form):
    """The fields that a person can change, each with two other values to put there."""
    by_name = {}
    for control in form.controls:
        if control.name.startswith("initial-") or control.name.endswith(SIBLINGS):
            continue
        if control.kind != "hidden":
            by_name.setdefault(control.name, []).append(control)
    assert by_name.keys() - carried(form) <= ABOUT_THE_CHANGE, form.names
    pairs = {name: other_values(name, by_name[name]) for name in by_name if name in carried(form)}
    return {name: pair for name, pair in pairs.items() if pair}


def carried(form):
    """The fields whose value, as the page shows it, goes back with the form. Where nothing of a
    choice is ticked, there is nothing to send."""
    sent = {name.removeprefix("initial-") for name in form.names if name.startswith("initial-")}
    empty = {c.name for c in form.controls if c.kind == "checkbox" and not c.is_set}
    return sent | empty


def other_values(name, controls):
    control = controls[0]
    if control.kind == "checkbox":
        chosen = [one.value for one in controls if one.is_set]
        offered = [one.value for one in controls]
        others = [[]] if chosen else []
        others += [[value] for value in offered if [value] != chosen]
        return others[:2] if others else None
    if control.kind in ("select", "radio"):
        others = [[choice] for choice in control.choices if choice and choice not in control.chosen]
        return others[:2] or None
    if control.kind == "number":
        return [[str(int(control.value or 1) + more)] for more in (1, 2)]
    return other_texts(name, control) if control.kind in TYPED else None


def other_texts(name, control):
    looks = control.attributes.get("class", "")
    if "vDateField" in looks:
        return [["2031-03-05"], ["2031-03-06"]] if control.value else None
    if "vTimeField" in looks:
        return [["11:11:00"], ["12:12:00"]] if control.value else None
    if control.kind == "url":
        return [["https://one.example.org/"], ["https://two.example.org/"]]
    if control.kind == "email" or name == "email":
        return [["one@example.org"], ["two@example.org"]]
    if name == "time_zone":
        return [["Asia/Tokyo"], ["Europe/Lisbon"]]
    if name in ("slug", "code"):
        return [["first-one"], ["second-one"]]
    return [[with_line_ends(f"{control.value} {more}".strip())] for more in ("one", "two")]


def saves(answer):
    return answer.status_code == 302


def test_every_form_of_the_workplace_is_tried(scene):
    found = edit_pages(scene)

    assert len(found) >= 15, sorted(found)


@contextmanager
def undone():
    """What happens inside is taken back, so that each pair of pages starts from the same rows."""
    with suppress(Undo), transaction.atomic():
        yield []
        raise Undo


class Undo(Exception):
    pass


def test_two_open_pages_lose_nothing_and_decide_no_clash_unseen(scene):
    """What one page changed survives the save of another that did not touch it; where both
    changed the same field, the second shows both values and the name."""
    ada, bob = client_of(scene["ada"]), client_of(scene["bob"])
    apart, clashes = [], []
    with rendering_plainly(), remembering():
        for label, address in edit_pages(scene).items():
            page = open_form(ada, address)
            fields = editable(page)
            names = list(fields)
            for name, other in zip(names, [*names[1:], *names[:1]], strict=True):
                with undone():
                    if not saves(save(ada, address, page, **{name: fields[name][0]})):
                        continue  # refused for itself
                    if other != name and stands_apart(ada, bob, address, page, name, other):
                        apart.append((label, name, other))
                    if len(fields[name]) > 1 and is_asked(ada, bob, address, page, name):
                        clashes.append((label, name))

    assert len(apart) > 60, apart
    assert len(clashes) > 60, clashes


def stands_apart(ada, bob, address, page, mine, theirs):
    """Bob saves another field of the page as it was before Ada; whether that was taken."""
    fields = editable(page)
    with undone() as done:
        done.append(saves(save(bob, address, page, **{theirs: fields[theirs][0]})))
        now = open_form(ada, address)
        assert now is None or values_in(now)[mine] == fields[mine][0], (address, mine, theirs)
    return done[0]


def is_asked(ada, bob, address, page, name):
    """Bob saves the field that Ada has saved; whether his value was taken the second time."""
    other = editable(page)[name][1]
    with undone() as done:
        answer = save(bob, address, page, **{name: other})
        assert answer.status_code == 200, (address, name)
        assert "Ada Lovelace changed this after you opened the page" in answer.text, name
        again = form_of(answer)
        assert values_in(again)[name] == other, (address, name)
        done.append(saves(save(bob, address, again)))
        assert not done[0] or values_in(open_form(ada, address))[name] == other, (address, name)
    return done[0]


OTHER_FORMS = {
    "teams:edit": ("captain", "pitch"),
    "hackathon:profile": ("captain", "bio"),
    "judging:profile": ("judge", "function_en"),
}


@pytest.mark.parametrize("name", OTHER_FORMS)
def test_forms_outside_the_workplace_carry_what_they_showed(scene, name):
    """The same person, in two windows."""
    role, field = OTHER_FORMS[name]
    person = scene["judge"].user if role == "judge" else scene["captain"]
    needed = {
        "teams:edit": [scene["event"].slug, scene["team"].pk],
        "judging:profile": [scene["event"].slug],
    }
    client, address = client_of(person), reverse(name, args=needed.get(name))
    page = read(client.get(address).text, address).forms
    form = next(form for form in page if field in form.names)
    other = next(n for n in editable(form) if n != field)

    assert saves(send(client, address, form, **{field: ["Written first"]}))
    assert saves(send(client, address, form, **{other: editable(form)[other][0]}))
    clash = send(client, address, form, **{field: ["Written second"]})

    assert clash.status_code in (200, 422)
    assert "You changed this in another window after you had opened this one." in clash.text
    assert "Written first" in clash.text
    again = next(form for form in read(clash.text, address).forms if field in form.names)
    assert values_in(again)[field] == ["Written second"]
    assert saves(send(client, address, again))


def send(client, address, form, **changes):
    sent = values_in(form) | changes
    return press(client, address, {name: values for name, values in sent.items() if values})


def test_the_table_of_panels_overwrites_no_seat_that_somebody_else_has_just_given(scene):
    ada, bob = client_of(scene["ada"]), client_of(scene["bob"])
    address = reverse("admin:judging_judge_panels", args=[scene["event"].pk])
    seat = f"seat-{scene['judge'].pk}-{scene['challenge'].pk}"
    page = next(f for f in read(ada.get(address).text, address).forms if seat in f.names)

    assert saves(send(ada, address, page, **{seat: ["president"]}))
    answer = send(bob, address, page, **{seat: ["reserve"]})

    assert answer.status_code == 422
    assert "Ada Lovelace changed this after you opened the page" in answer.text
    assert scene["judge"].panel_seats.get().role == "president"


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_the_same_moment_do_not_go_over_each_other(scene):
    """Real threads: one is written, the other is shown both values."""
    address = edit_pages(scene)["challenges.Prize"]
    for turn in range(5):
        page = open_form(client_of(scene["ada"]), address)
        together, answers = Barrier(2), {}

        def press(who, turn=turn, page=page, together=together, answers=answers):
            client = client_of(scene[who])
            together.wait()
            answers[who] = save(client, address, page, title_en=[f"{who} {turn}"])
            connection.close()

        threads = [Thread(target=press, args=[who]) for who in ("ada", "bob")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        won = [who for who, answer in answers.items() if saves(answer)]
        lost = [answer for answer in answers.values() if not saves(answer)]
        assert len(won) == 1, [answer.status_code for answer in answers.values()]
        sentences = ("changed this after you opened the page", "has just saved this")
        assert any(sentence in lost[0].text for sentence in sentences)
        assert values_in(open_form(client_of(scene["ada"]), address))["title_en"] == [
            f"{won[0]} {turn}"
        ]
