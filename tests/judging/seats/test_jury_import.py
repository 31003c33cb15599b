"""A list of judges from elsewhere: looked at line by line, then imported in one piece."""

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hackathon.kernel.errors import StateConflict
from hackathon.mail.services.queueing import relay_promises
from hackathon.models import AuditEntry, EmailLog
from hackathon.web.exports import workbook
from judging.models import Judge
from judging.seats.importing import MOST_LINES, read_list, text_of_upload
from judging.seats.services.importing import import_judges
from tests.factories import ChallengeFactory, EventFactory, JudgeFactory, OrganiserFactory

pytestmark = pytest.mark.django_db

LIST = """Name;E-mail;Challenge;Language;Function;Organisation
Ada Lovelace;Ada@Example.org;Greener travel|Safe streets;fr, nl;Chief;Police
Grace Hopper;grace@example.org;safe-streets;English;;
"""


@pytest.fixture
def event():
    event = EventFactory(during="registration")
    ChallengeFactory(event=event, title="Greener travel")
    ChallengeFactory(event=event, title="Safe streets", title_fr="Rues sûres", slug="safe-streets")
    return event


@pytest.fixture
def boss(event):
    return OrganiserFactory(event=event).user


def test_a_list_becomes_judges_with_panels_languages_and_titles(event, boss):
    import_judges(actor=boss, event=event, text=LIST, invite=False)

    ada, grace = event.judges.all()
    assert (ada.email, ada.languages, ada.function, ada.organisation) == (
        "ada@example.org",
        ["fr", "nl"],
        "Chief",
        "Police",
    )
    assert sorted(seat.challenge.title for seat in ada.panel_seats.all()) == [
        "Greener travel",
        "Safe streets",
    ]
    assert (grace.languages, grace.position, grace.invited_at) == (["en"], 2, None)
    assert AuditEntry.objects.filter(verb="judge.import").count() == 1


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
def test_a_pasted_table_is_read_with_any_of_the_usual_delimiters(event, delimiter):
    text = "naam|e-mailadres|uitdaging\nAda|ada@example.org|Rues sures\n".replace("|", delimiter)

    (line,) = read_list(event, text)

    assert (line.problems, line.name, line.challenges[0].slug) == ([], "Ada", "safe-streets")


def test_every_problem_stands_on_its_line_and_nothing_is_imported(event, boss):
    text = (
        "name;address;challenge;language\n;nobody;Flying;Klingon\nAda;ada@example.org;;\n"
        "\nAda again;ADA@example.org;;\n"
    )

    lines = read_list(event, text)

    assert [line.number for line in lines] == [2, 3, 5]
    assert [len(line.problems) for line in lines] == [4, 0, 1]
    assert "line 3" in lines[2].problems[0]
    with pytest.raises(StateConflict, match="Mend the lines"):
        import_judges(actor=boss, event=event, text=text, invite=True)
    assert not Judge.objects.exists()


def test_who_is_on_the_jury_already_keeps_everything_and_gets_what_is_new(event, boss):
    JudgeFactory(event=event, name="A. Lovelace", email="ada@example.org", function="Countess")

    (ada, grace) = read_list(event, LIST)
    assert "already" in ada.effect
    assert "new" in grace.effect
    import_judges(actor=boss, event=event, text=LIST, invite=True)

    kept = event.judges.get(email="ada@example.org")
    assert (kept.name, kept.function, kept.panel_seats.count()) == ("A. Lovelace", "Countess", 2)
    assert kept.accepted_at
    relay_promises()
    assert [mail.recipient for mail in EmailLog.objects.all()] == ["grace@example.org"]


def test_importing_twice_adds_nobody_and_writes_to_nobody_again(event, boss):
    import_judges(actor=boss, event=event, text=LIST, invite=True)
    import_judges(actor=boss, event=event, text=LIST, invite=True)

    relay_promises()
    assert (event.judges.count(), EmailLog.objects.count()) == (2, 2)


def test_only_an_organiser_of_the_event_imports(event):
    with pytest.raises(PermissionDenied):
        import_judges(
            actor=OrganiserFactory(event=EventFactory()).user, event=event, text=LIST, invite=False
        )


def upload(content, name="jury.xlsx"):
    return SimpleUploadedFile(name, content)


def test_a_workbook_says_the_same_as_a_pasted_table(event):
    sheet = workbook(["Nom", "Adresse", "Défi"], [["Ada", "ada@example.org", "Safe streets"]])

    (line,) = read_list(event, text_of_upload(upload(sheet)))

    assert (line.problems, line.challenges[0].slug) == ([], "safe-streets")


def test_a_csv_file_is_read_in_the_encoding_of_an_old_spreadsheet(event):
    file = upload("name;email\nJosé;jose@example.org\n".encode("cp1252"), "jury.csv")

    assert read_list(event, text_of_upload(file))[0].name == "José"


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"PK not a workbook", "cannot be read"), (b"x" * 2_000_000, "larger than 1 MB")],
)
def test_a_file_that_is_no_list_is_refused_in_words(content, words):
    with pytest.raises(ValidationError, match=words):
        text_of_upload(upload(content))


def test_a_file_that_would_unpack_to_something_huge_is_not_opened():
    with pytest.raises(ValidationError, match="too large"):
        text_of_upload(upload(bomb()))


def test_a_list_without_its_columns_or_without_end_is_refused_in_words(event):
    with pytest.raises(ValidationError, match="Missing: address"):
        read_list(event, "name;organisation\nAda;Police")
    with pytest.raises(ValidationError, match="At most"):
        read_list(event, "name;email\n" + "a;a@example.org\n" * (MOST_LINES + 1))


def test_the_page_shows_first_what_will_happen_and_then_does_it(client, event, boss):
    client.force_login(boss)
    page = reverse("admin:judging_judge_import", args=[event.pk])
    assert client.get(page).status_code == 200
    assert "Paste a list or choose a file" in client.post(page, {"do": "look"}).text

    shown = client.post(page, {"text": LIST, "do": "look", "invite": "on"}).text
    assert "2 lines, no problem" in shown
    assert not Judge.objects.exists()
    client.post(page, {"text": LIST, "do": "import", "invite": "on"})

    assert event.judges.filter(invited_at__isnull=False).count() == 2
    wrong = client.post(page, {"text": LIST.replace("Safe streets", "Moon"), "do": "look"}).text
    assert "No challenge is called “Moon”" in wrong
    assert 'value="import"' not in wrong


def test_what_is_typed_in_a_cell_stays_text(client, event, boss):
    client.force_login(boss)
    page = reverse("admin:judging_judge_import", args=[event.pk])

    shown = client.post(page, {"text": 'name;email\n"<b>=1+1</b>";x@example.org', "do": "look"})

    assert "&lt;b&gt;=1+1&lt;/b&gt;" in shown.text
