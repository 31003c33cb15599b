"""Two databases that differ in one secret, asked for every page: what each reader is told."""

import re
from functools import partial
from urllib.parse import urlencode

from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.hackathon.workplace.test_admin_walls import FLOORS
from tests.hackathon.workplace.test_admin_walls import pages as admin_pages
from tests.house.rendered import read
from tests.house.test_pages import address, arguments, pages
from tests.judging.progress.test_overseeing_views import unpacked, without_instant
from tests.remembering import page_once

# What differs from one request to the next, whatever the database holds.
FLEETING = re.compile(
    r'"(csrf|token)": "[^"]*"|name="(csrfmiddlewaretoken|key)"\s+value="[^"]*"|nonce="[^"]*"|'
    r'data-now="[^"]*"|\d+ (?:d|h|min)\b|less than a minute|'
    r"\d\d:\d\d(:\d\d)?|\d{4}-\d\d-\d\dT[\d:.+Z]+"
)


def addresses(scene):
    """Every page of the site, and every page that organisers have."""
    known = arguments(scene)
    site = [address(name, needed, known) for name, needed in pages().items()]
    return site, admin_lists(scene) + admin_extras(scene)


def admin_lists(scene):
    """Each list, searched and counted; pages that walk relations; what completes a name.

    How lists are sorted and narrowed stands in their own links (``narrowed``).
    """
    found = []
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        rows = reverse(f"{name}_changelist")
        found += [rows, f"{rows}?q=Rail&event={scene['event'].pk}", f"{rows}?_facets=True"]
        for row in model.objects.all()[:1]:
            for ending in ("change", "delete", "history"):
                found.append(reverse(f"{name}_{ending}", args=[row.pk]))
        found += [completions(model, field) for field in references(model)]
    return found


def references(model):
    """The fields that refer to rows which the workplace lists."""
    related = [field for field in model._meta.fields if field.is_relation]
    return [field for field in related if admin.site.is_registered(field.remote_field.model)]


def completions(model, field):
    """The address with which a form would look for rows to refer to."""
    asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
    return f"/admin/autocomplete/?{urlencode({**asked, 'field_name': field.name, 'term': 'a'})}"


def narrowed(who, places):
    """Every filter, sort and page that the lists offer to this person."""
    client, found = Client(), []
    client.force_login(who)
    for place in places:
        if not place.endswith("/") or place.count("/") != 4:
            continue  # no list
        page = client.get(place)
        if page.status_code == 200:
            links = read(page.text, place).links
            found += [link for link in links if link.startswith(f"{place}?")]
    return list(dict.fromkeys(found))


def admin_extras(scene):
    """The organisers' own pages of one event: lists to take along, workspaces, registers."""
    found = [reverse("admin:index")]
    for name, wanted in admin_pages(admin.site.get_urls()):
        if set(wanted) == {"event_id"} and name.startswith(FLOORS):
            try:
                found.append(reverse(f"admin:{name}", args=[scene["event"].pk]))
            except NoReverseMatch:
                continue
    return found


def readable(who, places):
    """Without the addresses that take forms alone: they answer everybody alike, and slowly."""
    asked = seen(who, places)
    return [place for place in places if asked[place][0] != 405]


def seen(who, places):
    """What each page tells; asked again in the other world if it reads what is different there."""
    client = Client()
    if who:
        client.force_login(who)
    return {place: page_once(who, place, partial(told_by, client, place)) for place in places}


def told_by(client, place):
    page = client.get(place)
    body = unpacked(b"".join(page.streaming_content) if page.streaming else page.content)
    text = FLEETING.sub("", without_instant(body.decode("latin-1")))
    return page.status_code, page.get("ETag"), page.get("Location"), text


def refused(who, places):
    """What comes of deleting each row; nothing is gone afterwards."""
    client, told = Client(), {}
    client.force_login(who)
    for place in places:
        if not place.endswith("/delete/"):
            continue
        with transaction.atomic():
            answer = client.post(place, {"post": "yes"}, follow=True)
            transaction.set_rollback(True)
        text = FLEETING.sub("", without_instant(answer.text))
        told[f"POST {place}"] = (answer.status_code, answer.redirect_chain, text)
    return told


def differences(first, second):
    """The pages that tell one database from the other."""
    return [place for place in first if first[place] != second[place]]
