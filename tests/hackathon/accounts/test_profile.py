"""A profile is its owner's, and others see of it what the owner lets them."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from hackathon.models import AuditEntry
from tests import factories

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Ada L.",
    "language": "en",
    "organisation": "Zone Leuven",
    "role": "public",
    "skills": "Python, law",
    "languages": ["fr", "nl"],
    "bio": "Twelve years on patrol.",
    "shown": ["organisation", "photo"],
}


@pytest.fixture
def ada(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    user = factories.UserFactory(name="Ada")
    client.force_login(user)
    return user


def picture():
    file = BytesIO()
    Image.new("RGB", (40, 20), "red").save(file, "PNG")
    return SimpleUploadedFile("me.png", file.getvalue(), "image/png")


def fills_in(client, **more):
    return client.post(reverse("hackathon:profile"), {**SAID, **more})


def test_everything_is_kept_and_the_log_tells_no_words(client, ada):
    assert fills_in(client, photo=picture()).status_code == 302

    ada.refresh_from_db()
    assert (ada.organisation, ada.role, ada.skills) == ("Zone Leuven", "public", ["python", "law"])
    assert ada.languages == ["fr", "nl"]
    assert "patrol" not in str(AuditEntry.objects.get(verb="person.edit").data)
    assert "Twelve years on patrol." in client.get(reverse("hackathon:profile")).text


def test_the_photo_is_made_anew_stays_and_goes(client, ada):
    fills_in(client, photo=picture())
    fills_in(client)
    page = reverse("hackathon:photo", args=[ada.pk])
    shown = Image.open(BytesIO(b"".join(client.get(page).streaming_content)))
    assert (shown.format, shown.size) == ("JPEG", (20, 20))

    fills_in(client, without_photo="on")
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(("shown", "status"), [(["photo"], 200), ([], 404)])
def test_others_see_the_photo_if_its_owner_lets_them(client, ada, shown, status):
    fills_in(client, photo=picture(), shown=shown)
    client.force_login(factories.UserFactory())
    answer = client.get(reverse("hackathon:photo", args=[ada.pk]))
    assert answer.status_code == status
    assert status == 404 or b"".join(answer.streaming_content)
    client.logout()
    assert client.get(reverse("hackathon:photo", args=[ada.pk])).status_code == 302


def test_what_is_no_picture_is_refused_and_nothing_typed_is_lost(client, ada):
    page = fills_in(client, photo=SimpleUploadedFile("me.png", b"<svg onload=alert(1)>"))
    assert "This is not a picture" in page.text
    assert "Twelve years on patrol." in page.text


def test_the_list_of_people_shows_what_is_shown_and_no_more(client, ada):
    event = factories.EventFactory(during="registration")
    fills_in(client)
    register = reverse("teams:taking_part", args=[event.slug])
    client.get(register)
    client.post(register, {"register": "1"})
    page = client.get(register).text
    assert "python, law" in page, "the profile is a start"
    client.post(
        reverse("teams:look_for_team", args=[event.slug]),
        {"is_looking": "on", "looking_for": "A team", "skills": "python"},
    )

    client.force_login(factories.UserFactory())
    people = client.get(reverse("teams:directory", args=[event.slug]) + "?who=people").text
    assert "Zone Leuven" in people
    assert "Twelve years on patrol." not in people
    assert "Public service" not in people
