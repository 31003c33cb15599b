"""What people type comes out harmless: in pages, in mails, and beside other words."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail
from hackathon.models import EmailLog
from teams.help.services.help import claim_help, hand_on_help
from teams.models import Coach, HelpRequest
from tests.factories import CoachFactory, EventFactory, MemberFactory, OrganiserFactory, UserFactory
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
TURNED = "\u202eright\u2066"
STRANGE = ["<script>alert(1)</script>", "=cmd()", "{{7*7}}", TURNED, "x" * 300, "👩‍💻"]


@pytest.fixture
def ada():
    return MemberFactory(team__event=EventFactory(during="hacking"))


def require_harmless(*texts):
    for text in texts:
        assert "<script>alert" not in text
        assert not set("\u202e\u2066") & set(text)
        assert ">49<" not in squeezed(text)


def letters():
    relay_promises()
    return [part for mail in EmailLog.objects.all() for part in word_mail(mail)[::2]]


@pytest.mark.parametrize("typed", STRANGE)
def test_what_a_team_asks_is_harmless_to_its_coaches(client, ada, typed):
    event, asked = ada.event, {"what": typed, "where": typed[:120], "language": "en"}
    coach, bob = CoachFactory.create_batch(2, event=event)
    client.force_login(ada.user)
    client.post(reverse("teams:help", args=[event.slug, ada.team.pk]), asked)
    request = HelpRequest.objects.get()
    client.force_login(coach.user)
    page = client.get(reverse("teams:coaching", args=[event.slug])).text
    claim_help(actor=coach.user, request=request)
    hand_on_help(actor=coach.user, request=request, to=bob)

    require_harmless(page, *letters())
    if typed != TURNED:
        assert typed in word_mail(EmailLog.objects.get())[1]


@pytest.mark.parametrize("typed", STRANGE)
def test_the_name_of_a_coach_is_harmless_on_the_list_and_in_the_invitation(client, ada, typed):
    client.force_login(OrganiserFactory(event=ada.event).user)
    form = {
        "event": ada.event.pk,
        "name": typed,
        "profile": typed,
        "is_listed": "on",
        "email": "a@example.org",
    }
    page = client.post(reverse("admin:teams_coach_add"), form)
    if len(typed) > 120:
        assert page.status_code == 200
        assert not Coach.objects.exists()
        return
    coach = Coach.objects.get()

    client.post(reverse("admin:teams_coach_invite", args=[coach.pk]))
    page = client.get(reverse("teams:coaches", args=[ada.event.slug])).text

    require_harmless(page, *letters())
    assert coach.name == typed.strip(TURNED[0] + TURNED[-1])


@pytest.mark.parametrize("typed", STRANGE)
def test_the_name_of_a_person_is_harmless_wherever_it_stands(client, ada, typed):
    client.force_login(ada.user)
    client.post(reverse("hackathon:profile"), {"name": typed, "language": "en"})

    page = client.get(ada.team.get_absolute_url()).text
    ada.user.refresh_from_db()

    require_harmless(page, ada.user.name.replace("<", "&lt;"))
    assert len(ada.user.name) <= 80


def test_an_invitation_in_a_strange_name_is_harmless(client):
    ada = MemberFactory(team__event=EventFactory(during="registration"))
    ada.user.name = f"<script>alert(1)</script>{TURNED}"
    ada.user.save()
    client.force_login(ada.user)
    guest = UserFactory()
    invite = reverse("teams:invite", args=[ada.event.slug, ada.team.pk])

    client.post(invite, {"emails": guest.email})

    require_harmless(*letters())


@pytest.mark.parametrize("typed", STRANGE)
def test_a_name_is_plain_text_in_an_organisers_workbook(client, typed):
    organiser, event = UserFactory(), EventFactory(during="hacking")
    OrganiserFactory(event=event, user=organiser)
    seat = MemberFactory(team__event=event, team__name=typed[:60], user__name=typed[:80])
    other = MemberFactory(team__event=EventFactory(during="hacking"))
    client.force_login(organiser)

    answer = client.post(
        reverse("admin:teams_team_changelist"),
        {"action": "download_teams", "_selected_action": [seat.team.pk, other.team.pk]},
    )

    sheet = load_workbook(BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value]
    assert sheet.max_row == 2, "the other event's team is not there"
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    assert typed[:60] in [cell.value for cell in cells]
