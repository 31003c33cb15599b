"""The two events of the demonstration."""

import io
from collections import Counter

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone

from challenges.models import Challenge, Figure, Milestone, Partner, Quotation
from hackathon.models import EmailLog, Event, OutboxMessage, User
from judging.models import Award, Criterion, Judge, Score, Scorecard, Standing
from teams.models import Coach, HelpRequest, Member, Submission, Team, Version
from teams.participants.selectors import texts_of
from teams.participants.services.participation import apply
from teams.team.services.registration import register_team

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "fr", "nl", "de")
PHASES = ("registration", "hacking", "judging", "deliberation", "published")


@pytest.fixture(autouse=True)
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.MEDIA_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def load(phase=None, **options):
    said = io.StringIO()
    call_command("load_demo", phase=phase, stdout=said, **options)
    return said.getvalue()


def counted():
    models = [model for model in apps.get_models() if model._meta.app_label != "sessions"]
    return Counter({model._meta.label: model._base_manager.count() for model in models})


def rehearsal():
    return Event.objects.get(slug="rehearsal")


def test_only_a_demonstration_may_load_it(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="HACKATHON_DEMO=1"):
        load()


def test_loading_again_changes_nothing_and_no_mail_goes_out():
    load()
    before = counted()

    assert load() == ""
    assert counted() == before
    assert not OutboxMessage.objects.exists()
    assert not EmailLog.objects.exists()


def test_the_real_event_tells_the_facts_of_its_press_release():
    load()
    event = Event.objects.get(slug="smart-policing-2020")

    winners = Award.objects.filter(prize__challenge__event=event).order_by("pk")
    assert [
        (a.prize.challenge.title, a.submission.title, a.submission.team.name) for a in winners
    ] == [
        ("Smart Operation", "Blue Traffic", "Blue Traffic"),
        ("Smart Investigation", "Tafuta", "Arinti"),
        ("Smart Interaction", "Criminal records", "Okay"),
        ("Smart Selection & Training", "FCCu ctf", "the It crowd"),
    ]
    assert [judge.name for judge in event.judges.all()] == [
        "Marc De Mesmaeker",
        "Nicholas Paelinck",
        "Saskia Van Uffelen",
        "Fédéric Schoenaers",
    ]
    assert "rapprocher la police des citoyens" in event.challenges.all()[2].question_fr
    assert [figure.value for figure in event.figures.all()] == ["30", "4", "200+", "43", "50"]
    assert event.quotations.get().author == "Annelies Verlinden"
    assert event.quotations.get().text_fr.startswith("La société et la criminalité évoluent")
    assert [partner.name_fr for partner in event.partners.all()] == ["Institut Vias", "EY"]
    assert event.submissions_close_at - event.hacking_starts_at == timezone.timedelta(hours=30)


def test_nobodys_judgement_is_made_up_for_the_real_event():
    load("published")
    event = Event.objects.get(slug="smart-policing-2020")

    assert not Scorecard.objects.filter(judge__event=event).exists()
    assert not Standing.objects.filter(event=event).exists()
    assert not Criterion.objects.filter(event=event).exists()
    assert not event.judges.exclude(user=None).exists()


@pytest.mark.parametrize(
    "model", [Event, Challenge, Figure, Milestone, Partner, Quotation, Judge, Criterion]
)
def test_every_text_is_there_in_four_languages(model):
    load()
    fields = {name[:-3] for name in (f.name for f in model._meta.fields) if name.endswith("_fr")}
    # what the original leaves empty is empty in all
    for row in model.objects.all():
        for field in fields:
            said = [bool(getattr(row, f"{field}_{language}")) for language in LANGUAGES]
            assert len(set(said)) == 1, (row, field)
    assert fields


def test_the_rehearsal_has_the_size_of_the_real_one():
    load()
    event = rehearsal()

    assert Team.objects.filter(event=event).count() == 43
    assert 195 <= Member.objects.filter(event=event).count() <= 205
    assert Coach.objects.filter(event=event).count() == 50
    assert [c.panel_seats.count() for c in event.challenges.all()] == [4, 4, 4, 4]
    assert not User.objects.exclude(email__endswith="@example.org").exists()


def test_while_teams_hack_some_wait_for_a_coach_and_questions_are_answered():
    load("hacking")
    load("hacking")
    event = rehearsal()

    requests = HelpRequest.objects.filter(team__event=event)
    assert sorted(request.status for request in requests) == ["claimed", "waiting", "waiting"]
    assert event.questions.exclude(published_at=None).count() == 3
    assert event.coaches.get(user__email="coach@example.org").accepted_at


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_brings_what_belongs_to_it(phase):
    load(phase)
    event = rehearsal()
    submitted = Submission.objects.filter(team__event=event, status="submitted").count()
    cards = Scorecard.objects.filter(judge__event=event)
    handed_in = cards.exclude(handed_in_at=None).count()

    assert event.phase_at(timezone.now()) == phase
    expected = {"registration": 0, "hacking": 15}.get(phase, 41)
    assert submitted == expected == Version.objects.filter(submission__team__event=event).count()
    if phase == "judging":
        assert 0 < handed_in < cards.count() < 164
    elif phase in ("deliberation", "published"):
        assert handed_in == cards.count() > 155
        assert Score.objects.filter(scorecard__in=cards).count() == 4 * handed_in
    else:
        assert not cards.exists()
    assert Award.objects.filter(prize__challenge__event=event).count() == 4 * (phase == "published")
    assert Standing.objects.filter(event=event).exists() == (phase == "published")
    assert all(version.sha256 == version.fingerprint for version in Version.objects.all()[:50])


def test_the_phase_can_be_moved_there_and_back_and_visitors_keep_their_team():
    load("registration")
    event, ada = rehearsal(), User.objects.get(email="newcomer@example.org")
    apply(actor=ada, event=event, answers={}, agreed=texts_of(event))
    mine = register_team(
        actor=ada,
        event=event,
        name="Visitors",
        challenge=event.challenges.first(),
        invite=["bob@example.org"],
    )

    for phase in (*PHASES, *reversed(PHASES), "published", "hacking", "hacking"):
        load(phase)
        assert rehearsal().phase_at(timezone.now()) == phase

    assert Team.objects.get(pk=mine.pk).members.get().user == ada
    assert not EmailLog.objects.exists()


def test_every_sign_in_of_the_table_works():
    load()
    lines = [line.split("  ") for line in load(signins=True).strip().splitlines()[1:]]
    words = [[word.strip() for word in line if word.strip()] for line in lines]

    assert len(words) == 10
    for _role, address, password in words:
        assert authenticate(None, username=address, email=address, password=password), address
