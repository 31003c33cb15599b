"""A challenge's ranking to take along and to compute again: marks without names, and a program."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from challenges.models import Challenge
from hackathon.web.exports import workbook
from judging.ranking.models import Calculation
from judging.ranking.selectors import ranking
from judging.ranking.selectors.computing import calculations
from judging.rules.selectors.sheets import sheet_of
from judging.scorecards.selectors.marks import Marks, marks_for
from judging.scoring import recompute


def archive_of(challenge: Challenge) -> bytes | None:
    """A zip file, or None while the ranking of the marks as they are is not computed yet.

    It tells which number stands for which project of the challenge, and of no other; judges stay
    numbers. For whoever may know all of the challenge's ranking.
    """
    marks = marks_for(challenge)
    kept = calculations(marks).filter(challenge=challenge).first() if marks else None
    if marks is None or kept is None or "ranking_sha256" not in kept.result:
        return None
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents(challenge, marks, kept):
            archive.writestr(name, content)
    return file.getvalue()


def contents(challenge: Challenge, marks: Marks, kept: Calculation) -> Iterator[tuple[str, Any]]:
    """Each file's name and what stands in it."""
    document = recompute.document_of(marks.document_inputs, kept.result["ranking_sha256"])
    yield "marks.json", json.dumps(document, indent=1)
    yield "ranking.pyz", recompute.program()
    yield "projects.xlsx", key_of(challenge, marks)
    sheet = sheet_of(challenge.event)
    if sheet:
        told = {"number": sheet.number, "sha256": sheet.sha256, "content": sheet.content}
        yield "rule-sheet.json", json.dumps(told, indent=1, ensure_ascii=False)
    yield "README.txt", read_me(challenge, marks)


def key_of(challenge: Challenge, marks: Marks) -> bytes:
    """Which number stands for which project of this challenge."""
    names = ranking.names_of(challenge)
    rows = [[entry, names[pk]] for entry, pk in enumerate(marks.submission_ids) if pk in names]
    return workbook([_("Number"), _("Project")], rows)


def read_me(challenge: Challenge, marks: Marks) -> str:
    said = {
        "title": challenge.title,
        "place": marks.challenge_ids.index(challenge.pk),
    }
    lines = [
        _("The ranking of “%(title)s”, to be computed again.") % said,
        "",
        _("You need Python 3.11 or later, with numpy and scipy:"),
        "    python -m pip install numpy scipy",
        _("Then run this, with the fingerprint that you have on paper or on the page:"),
        f"    python ranking.pyz marks.json {marks.sha256}",
        "",
        _("In the file and in what the program prints this challenge has the number %(place)d.")
        % said,
        _("projects.xlsx says which number stands for which project. Judges stay numbers."),
    ]
    if len(marks.challenge_ids) > 1:
        lines.append(
            _(
                "The marks of the other challenges with the same criteria are there, too, without "
                "any names: judges are compared across all of them."
            )
        )
    return "\n".join(lines) + "\n"
