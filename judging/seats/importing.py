"""A list of judges, pasted or from a file, read line by line before anything happens."""

import csv
import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from challenges.models import Challenge
from hackathon.kernel.role_words import of_somebody
from hackathon.kernel.roles import Role, obstacles_among, people_at
from hackathon.kernel.texts import harmless
from hackathon.models import Event
from hackathon.web.forms import SPOKEN
from judging.jury.models import Judge
from judging.jury.spelling import plain

MOST_LINES, MOST_BYTES, MOST_UNPACKED = 500, 1024 * 1024, 20 * 1024 * 1024
COLUMNS = ("name", "email", "challenges", "languages", "function", "organisation")
HEADINGS = {
    "name": "name nom naam",
    "email": "email|address email|e mail|mail|email address|adresse|adresse e mail|e mailadres"
    "|adres|e mail adresse|courriel|address",
    "challenges": "challenge|challenges|defi|defis|uitdaging|uitdagingen|aufgabe|aufgaben"
    "|herausforderung|herausforderungen|panel|challenge s",
    "languages": "language|languages|langue|langues|taal|talen|sprache|sprachen|language s",
    "function": "function|title|fonction|titre|functie|titel|funktion|title or function",
    "organisation": "organisation|organization|organisatie|employer|employeur|werkgever",
}
KNOWN = {
    heading: column
    for column, headings in HEADINGS.items()
    for heading in (headings.split("|") if "|" in headings else headings.split())
}
LONGEST = {"name": 120, "function": 200, "organisation": 200}


@dataclass
class Line:
    """One line of the list: what it says, what is wrong with it, and what it will do."""

    number: int
    name: str = ""
    email: str = ""
    function: str = ""
    organisation: str = ""
    challenges: list[Challenge] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    known: Judge | None = None

    @property
    def effect(self) -> str:
        if self.known is None:
            return gettext("new on the jury")
        if self.challenges:
            return gettext("is on the jury already; gets these challenges too")
        return gettext("is on the jury already; nothing changes")


def text_of_upload(upload: Any) -> str:
    """A file as the text that would have been pasted, so that both go one way."""
    if upload.size > MOST_BYTES:
        raise ValidationError(_("This file is larger than 1 MB. Keep to the list of judges."))
    content = upload.read()
    if content[:2] == b"PK":
        return text_of_workbook(content)
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(_("This file cannot be read. Save it as CSV or XLSX and try again."))


def text_of_workbook(content: bytes) -> str:
    """The first sheet; a file that would unpack to something huge is not opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise ValidationError(_("This file is too large. Keep to the list of judges."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(values_only=True))
    except ValidationError:
        raise
    except Exception as error:  # a damaged file breaks its reader in ways that nobody lists
        raise ValidationError(
            _("This file cannot be read. Save it as CSV or XLSX and try again.")
        ) from error
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t")
    for row in rows:
        writer.writerow("" if cell is None else cell for cell in row)
    return text.getvalue()


def rows_of(text: str) -> list[tuple[int, dict[str, str]]]:
    """Each filled line with its number and its cells by column."""
    text = harmless(text).lstrip("\ufeff")
    first = text.lstrip().partition("\n")[0]
    delimiter = max("\t;,", key=first.count)
    try:
        table = list(csv.reader(io.StringIO(text.strip()), delimiter=delimiter))
    except csv.Error as error:
        raise ValidationError(_("This is not a table. Put one judge on each line.")) from error
    if len(table) > MOST_LINES + 1:
        raise ValidationError(
            _("At most %(n)d judges at once. Import the list in parts."), params={"n": MOST_LINES}
        )
    columns = [KNOWN.get(plain(heading), "") for heading in (table[0] if table else [])]
    if missing := {"name", "email"} - set(columns):
        words = {"name": gettext("name"), "email": gettext("address")}
        raise ValidationError(
            _("The first line names the columns. Missing: %(columns)s."),
            params={"columns": ", ".join(words[one] for one in sorted(missing))},
        )
    return [
        (number, cells_of(columns, row))
        for number, row in enumerate(table[1:], 2)
        if any(cell.strip() for cell in row)
    ]


def cells_of(columns: list[str], row: list[str]) -> dict[str, str]:
    cells = dict.fromkeys(COLUMNS, "")
    for column, cell in zip(columns, row, strict=False):
        if column:
            cells[column] = " ".join(cell.split())
    return cells


def read_list(event: Event, text: str) -> list[Line]:
    """What an import will do, with every problem on its line. Nothing is written."""
    challenges = named_challenges(event)
    known = {judge.email.lower(): judge for judge in event.judges.exclude(email="")}
    lines: list[Line] = []
    seen: dict[str, Any] = {}
    for number, cells in rows_of(text):
        line = line_of(number, cells, challenges)
        line.known = known.get(line.email)
        if line.email and line.email in seen:
            line.problems.append(
                gettext("The same address stands on line %(n)d.") % {"n": seen[line.email]}
            )
        seen.setdefault(line.email, number)
        lines.append(line)
    name_rivals(event, lines)
    return lines


def name_rivals(event: Event, lines: list[Line]) -> None:
    """Nobody judges an event in which they compete."""
    people = people_at([line.email for line in lines])
    found = obstacles_among(event, [user.pk for user in people.values()], Role.JUDGES)
    held = {holding.person: holding for holding in found}
    for line in lines:
        user = people.get(line.email)
        if user and user.pk in held:
            line.problems.append(of_somebody(Role.JUDGES, held[user.pk], user))


def named_challenges(event: Event) -> dict[str, Challenge]:
    """Every name by which a list may mean a challenge: its title in each language, its address."""
    names = {}
    for challenge in event.challenges.all():
        titles = [getattr(challenge, f"title_{code}", "") for code in ("en", "fr", "nl", "de")]
        for name in (*titles, challenge.slug):
            if name:
                names[plain(name)] = challenge
    return names


def line_of(number: int, cells: dict[str, str], challenges: dict[str, Challenge]) -> Line:
    line = Line(number, email=cells["email"].lower())
    line.name, line.function = cells["name"], cells["function"]
    line.organisation = cells["organisation"]
    if not line.name:
        line.problems.append(gettext("The name is missing."))
    for name, most in LONGEST.items():
        if len(cells[name]) > most:
            line.problems.append(gettext("“%(text)s” is too long.") % {"text": cells[name][:40]})
    try:
        validate_email(line.email)
    except ValidationError:
        line.problems.append(gettext("“%(text)s” is no address.") % {"text": cells["email"][:60]})
    read_challenges(line, cells["challenges"], challenges)
    read_languages(line, cells["languages"])
    return line


def parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.replace("/", "|").replace(";", "|").split("|")]


def read_challenges(line: Line, cell: str, challenges: dict[str, Challenge]) -> None:
    """One challenge, or several with ``|``, ``;`` or ``/`` between them; commas if none fits."""
    if plain(cell) in challenges:
        names = [cell]
    else:
        names = [name for part in parts(cell) for name in split_unless_known(part, challenges)]
    for name in filter(None, names):
        challenge = challenges.get(plain(name))
        if challenge is None:
            line.problems.append(
                gettext("No challenge is called “%(name)s”.") % {"name": name[:60]}
            )
        elif challenge not in line.challenges:
            line.challenges.append(challenge)


def split_unless_known(part: str, challenges: dict[str, Challenge]) -> list[str]:
    return [part] if plain(part) in challenges else [name.strip() for name in part.split(",")]


def read_languages(line: Line, cell: str) -> None:
    codes = {plain(name): code for code, name in SPOKEN.items()} | {code: code for code in SPOKEN}
    for name in filter(None, (n.strip() for part in parts(cell) for n in part.split(","))):
        code = codes.get(plain(name))
        if code is None:
            line.problems.append(
                gettext("“%(name)s” is no language known here; write for example fr or Français.")
                % {"name": name[:40]}
            )
        elif code not in line.languages:
            line.languages.append(code)
