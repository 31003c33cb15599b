"""What the publish page shows before anything is published, and what comes back with the press."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core import signing
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hackathon.kernel.notices import Letter
from hackathon.mail.services.wording import write_words
from hackathon.models import Event
from hackathon.web.forms import NATIVE
from judging.results.selectors import publication, readiness

SHOWN = "results.publish"  # what a page showed is signed with this


@dataclass(frozen=True)
class ToDo:
    """Something that is missing, with the way to mend it."""

    sentence: str
    label: str
    url: str


def to_do(event: Event, gaps: list[readiness.Gap], back: str) -> list[ToDo]:
    """``back`` is the page that lists them: whoever has mended one is led there again."""
    return [ToDo(gap.sentence, *link_to_mend(event, gap, back)) for gap in gaps]


def link_to_mend(event: Event, gap: readiness.Gap, back: str) -> tuple[str, str]:
    """What the link to the place where it is mended says, and where it leads."""
    leads_back = {REDIRECT_FIELD_NAME: back}
    if gap.mend == readiness.MAKE_PRIZE:
        add = reverse("admin:challenges_prize_add")
        asked = urlencode({"challenge": str(gap.challenge.pk), **leads_back})
        return _("Make a prize"), f"{add}?{asked}"
    if gap.mend == readiness.SEAT:
        panels = reverse("admin:judging_judge_panels", args=[event.pk])
        return _("Seat the panel"), f"{panels}?{urlencode(leads_back)}"
    if gap.mend == readiness.SETTLE:
        register = reverse("admin:judging_conflict_register", args=[event.pk])
        return _("Settle it"), f"{register}?{urlencode(leads_back)}#found"
    if gap.mend == readiness.EXCUSE and gap.judge:
        judge = reverse("admin:judging_judge_change", args=[gap.judge.pk])
        return _("Open the judge's page"), f"{judge}?{urlencode(leads_back)}"
    if gap.mend == readiness.SHEETS:
        return _("Settle the sheets"), reverse("judging:progress", args=[event.slug])
    workspace = reverse("admin:judging_results_change", args=[event.pk])
    prize = gap.prize.pk if gap.prize else ""
    return _("Decide"), f"{workspace}#prize-{prize}"


def shown_of(event: Event, draft: publication.Draft, page: str) -> dict[str, Any]:
    """For the page at this address: decisions, mails, all languages, and all of it signed."""
    language = get_language()
    rows = draft.content["results"][language]
    texts = {row["prize"]: row for row in [*rows["winners"], *rows["withheld"]]}
    return {
        "draft": draft,
        "to_do": to_do(event, draft.gaps, page),
        "decisions": [(one, texts[one.award.prize_id]) for one in draft.decisions],
        "mails": mails_of(draft, language),
        "languages": languages_of(draft),
        "shown": signing.dumps(draft.content, salt=SHOWN, compress=True),
    }


def read_back(shown: str) -> dict | None:
    """What the page showed when it was made; None if this is nothing that we have signed."""
    try:
        return signing.loads(shown, salt=SHOWN)
    except signing.BadSignature:
        return None


def mails_of(draft: publication.Draft, language: str) -> list[dict[str, Any]]:
    """Each kind of mail that goes out: to how many, and one of them to read."""
    found = []
    for template, mail in draft.content["mails"].items():
        letter = next((one for one in draft.letters if one.template == template), None)
        sample = write_words(template, language, sample_context(letter)) if letter else None
        words = publication.mail_words(mail)
        found.append({"label": publication.mail_label(template), "words": words, "sample": sample})
    return found


def sample_context(letter: Letter) -> dict[str, Any]:
    return {**letter.context, "site_url": settings.SITE_URL, "site_name": settings.SITE_NAME}


def languages_of(draft: publication.Draft) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The texts of the results page in each language."""
    results_in = draft.content["results"]
    return [
        (code, NATIVE[code], list(publication.result_lines(content).values()))
        for code, content in results_in.items()
    ]
