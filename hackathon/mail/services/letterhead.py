"""The HTML side of a mail, laid out from the text that somebody wrote: one column, one button."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

CODE = re.compile(r"[A-Z0-9]{3,}(-?[A-Z0-9]+)*")


@dataclass(frozen=True)
class Part:
    """A paragraph, the button that a line and its address become, or a code to type over."""

    kind: str
    text: str
    url: str = ""


def laid_out(subject: str, text: str, language: str) -> str:
    parts = [part_of(paragraph) for paragraph in re.split(r"\n\s*\n", text.strip())]
    return render_to_string(
        "mail/layout.html", {"subject": subject, "parts": parts, "language": language}
    )


def part_of(paragraph: str) -> Part:
    first, _, last = paragraph.strip().rpartition("\n")
    if first and " " not in last and last.startswith(f"{settings.SITE_URL}/"):
        return Part("button", first.strip().rstrip(": "), last)
    if CODE.fullmatch(paragraph.strip()):
        return Part("code", paragraph.strip())
    return Part("text", paragraph.strip())
