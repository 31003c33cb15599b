"""The configuration that operators are given, in a real nginx with TLS."""

import os
import re
import shutil

import pytest
import requests
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.crypto import get_random_string

from hackathon.files.storage import path_of, store
from teams.models import Attachment
from teams.submissions.services.files import add_file
from tests.factories import MemberFactory
from tests.plant import front

pytestmark = [
    pytest.mark.skipif(shutil.which("nginx") is None, reason="needs nginx"),
    pytest.mark.django_db(transaction=True),
]
BODY = b"%PDF-1.7 a plan"


@pytest.fixture
def site(tmp_path, transactional_db):
    database = (
        os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/" + settings.DATABASES["default"]["NAME"]
    )
    with front.running(tmp_path, database) as site:
        yield site


@pytest.fixture
def attachment(site):
    """A file in the draft of a team, and its captain."""
    seat = MemberFactory(team__event__during="hacking")
    settings.MEDIA_ROOT, known = site.folder / "media", settings.MEDIA_ROOT
    file = store(SimpleUploadedFile("plan.pdf", BODY))
    add_file(actor=seat.user, team=seat.team, file=file)
    assert path_of(Attachment.objects.get().sha256).exists()
    settings.MEDIA_ROOT = known
    return seat


def test_what_operators_are_given_serves_the_site(site, attachment):
    """One start, because each takes seconds; every part asks one thing."""
    the_first_page_comes_over_tls(site)
    downloads_keep_their_headers(site, attachment)
    static_files_are_compressed_and_kept(site)
    a_countdown_without_a_file_comes_from_the_application(site, attachment.team.event)
    no_token_is_written_to_the_log(site)
    a_large_piece_is_taken_and_a_larger_one_refused(site)
    site.application.stop(seconds=5)
    nothing_behind_it_is_a_page_with_the_way_on(site)
    countdowns_and_static_files_are_there_without_the_application(site, attachment.team.event)


def the_first_page_comes_over_tls(site):
    page = site.ask("/")
    assert page.status_code == 200
    assert "max-age" in page.headers["Strict-Transport-Security"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    moved = requests.get(
        f"http://127.0.0.1:{site.plain}/me/?a=1", allow_redirects=False, timeout=10
    )
    assert (moved.status_code, moved.headers["Location"]) == (301, "https://127.0.0.1/me/?a=1")
    assert site.ask("/me/").headers["Location"].startswith("/account/login/")
    assert site.ask("/", host="elsewhere.example.org").status_code == 400


def downloads_keep_their_headers(site, seat):
    client = Client()
    client.force_login(seat.user)
    path = f"/e/{seat.team.event.slug}/teams/{seat.team.pk}/files/{Attachment.objects.get().pk}/"
    cookie = f"sessionid={client.cookies['sessionid'].value}"

    through = site.ask(path, cookie=cookie)
    own = requests.get(
        f"http://127.0.0.1:{site.app}{path}",
        timeout=10,
        headers={"cookie": cookie, "host": "127.0.0.1", "x-forwarded-proto": "https"},
    )

    assert through.content == BODY
    assert own.headers["X-Accel-Redirect"].startswith("/protected/")
    dropped = {"server", "date", "connection", "x-accel-redirect", "content-length"}
    for name in {name.lower() for name in own.headers} - dropped:
        assert through.headers.get(name) == own.headers[name], name
    assert "sandbox" in through.headers["Content-Security-Policy"]
    assert through.headers["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" in through.headers
    assert site.ask(path).status_code == 302
    assert site.ask(own.headers["X-Accel-Redirect"]).status_code == 404


def static_files_are_compressed_and_kept(site):
    sheet = site.ask(staticfiles_storage.url("css/page.css"), **{"accept-encoding": "gzip"})
    assert sheet.status_code == 200
    assert sheet.headers["Content-Encoding"] == "gzip"
    assert "immutable" in sheet.headers["Cache-Control"]
    assert sheet.headers["Content-Type"].startswith("text/css")


def a_countdown_without_a_file_comes_from_the_application(site, event):
    page = site.ask(f"/e/{event.slug}/countdown/fr/")
    assert page.status_code == 200
    assert event.name in page.text


def no_token_is_written_to_the_log(site):
    token = get_random_string(43)
    for path in (f"/enter/{token}/", f"/keep-factor/{token}/?again={token}", f"/nowhere/{token}"):
        site.ask(path, referer=f"{site.url}/enter/{token}/")
    assert "/enter/(hidden)" in site.log
    assert token not in site.log


def a_large_piece_is_taken_and_a_larger_one_refused(site):
    answers = [
        requests.post(
            f"{site.url}/", data=b"0" * size, verify=f"{site.folder}/fullchain.pem", timeout=30
        ).status_code
        for size in (*[24_000_000] * 8, 27_000_000)
    ]
    # The application refuses all but the last: they have no token of a form.
    assert answers == [403] * 8 + [413]


def nothing_behind_it_is_a_page_with_the_way_on(site):
    page = site.ask("/me/")
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "10"
    page.encoding = "utf-8"
    for words in ("back in a moment", "dans un instant", "zo terug", "gleich wieder da"):
        assert words in page.text


def countdowns_and_static_files_are_there_without_the_application(site, event):
    folder = site.folder / "countdown" / "e" / event.slug / "countdown" / "de"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text("<p>Noch 3 Stunden</p>")
    page = site.ask(f"/e/{event.slug}/countdown/de/")
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-cache")
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert re.search(r"GMT$", page.headers["Date"])
    assert site.ask(staticfiles_storage.url("css/page.css")).status_code == 200
