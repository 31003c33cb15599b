"""Who may not confirm a sheet from paper learns nothing of what its judge gave on screen."""

import re
from difflib import unified_diff

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from hackathon.models import AuditEntry, OutboxMessage
from judging.models import Conflict, PaperSheet, Refusal, Score, Scorecard
from judging.paper.services import refuse_paper, type_paper
from judging.rules.selectors.rubric import name_of
from tests.factories import (
    ChallengeFactory,
    JudgeFactory,
    OrganiserFactory,
    PanelSeatFactory,
    judged_event,
)
from tests.judging.embargo.twins import FLEETING
from tests.judging.progress.test_overseeing import president_of
from tests.judging.progress.test_overseeing_views import without_instant
from tests.judging.scorecards.test_scoring import marks_for, save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain")]

LITERALS = re.compile(r"'(?:[^']|'')*'|\b\d+\b|\"s\d+_x\d+\"")


@pytest.fixture
def scene():
    """A judge has marked on screen, and an organiser has typed in their sheet."""
    judge, version = judged_event()
    first, second = judge.event.criteria.all()
    save(judge, version, {first: 3, second: 5}, remarks="On screen.")
    typist = OrganiserFactory(event=judge.event).user
    marks = marks_for(judge, 3)
    sheet = type_paper(actor=typist, judge=judge, version=version, marks=marks, remarks="On paper.")
    return judge, version, sheet, typist


def tied_president(version):
    head = president_of(version)
    with unguarded("test"):
        Conflict.objects.create(
            judge=head,
            team=version.team,
            kind="family",
            state="stands",
            declared_at=timezone.now(),
        )
    return head.user


def organiser_on_the_panel(version):
    judge = JudgeFactory(event=version.event)
    PanelSeatFactory(judge=judge, challenge=version.team.challenge)
    OrganiserFactory(event=version.event, user=judge.user)
    return judge.user


def judge_elsewhere(version):
    """A trusted organiser who judges on another panel alone."""
    judge = JudgeFactory(event=version.event)
    PanelSeatFactory(judge=judge, challenge=ChallengeFactory(event=version.event))
    OrganiserFactory(event=version.event, user=judge.user)
    return judge.user


def colleague(version):
    judge = JudgeFactory(event=version.event)
    PanelSeatFactory(judge=judge, challenge=version.team.challenge)
    return judge.user


READERS = {
    "typist": lambda version, typist: typist,
    "president whose own marks come first": lambda version, _: president_of(version).user,
    "tied president": lambda version, _: tied_president(version),
    "organiser on the panel": lambda version, _: organiser_on_the_panel(version),
    "trusted judge of another panel": lambda version, _: judge_elsewhere(version),
    "judge of the panel": lambda version, _: colleague(version),
    "organiser without the right": lambda version, _: (
        OrganiserFactory(event=version.event, sees_marks=False).user
    ),
}


def set_screen(values, remarks):
    """Another state of the scorecard on screen; its revision stays."""
    with unguarded("test"):
        for score, value in zip(Score.objects.order_by("criterion"), values, strict=True):
            Score.objects.filter(pk=score.pk).update(value=value)
        Scorecard.objects.update(remarks=remarks)


SCREENS = {
    "as on paper": ([3, 3], "On paper."),
    "all differs": ([5, 1], "On screen."),
    "only the remark differs": ([3, 3], "On screen."),
}


def sent_to_sheet(judge):
    """Everything that the page of a sheet takes, and what it does not."""
    names = [*map(name_of, judge.event.criteria.all()), "remarks"]
    for do in ("confirm", "confirm_paper", "confirm_screen", "refuse", "nonsense", ""):
        yield {"do": do, "revision": "1"}
    yield {}
    yield {"do": "confirm", "revision": "x"}
    for side in ("paper", "screen", "neither"):
        yield {"do": "confirm", "revision": "1"} | dict.fromkeys(names, side)
    yield {"do": "confirm", "revision": "1", names[0]: "paper"}


def sent_to_typing(judge):
    names = [name_of(row) for row in judge.event.criteria.all()]
    yield {names[0]: "3"}
    yield dict.fromkeys(names, "3") | {"remarks": "On paper."}
    yield dict.fromkeys(names, "5") | {"remarks": "On screen."}
    yield dict.fromkeys(names, "9") | {"rules": "x"}


class Visitor(Client):
    """Somebody who is signed in; each of their requests is as if it were the first."""

    def __init__(self, reader):
        super().__init__()
        self.force_login(reader)
        self.key = self.cookies[settings.SESSION_COOKIE_NAME].value

    def forget(self):
        ContentType.objects.clear_cache()
        self.cookies.clear()
        self.cookies[settings.SESSION_COOKIE_NAME] = self.key


def told(visitor, path, sent=None):
    """The whole answer, what it left behind, and what the database was asked; all is undone."""
    visitor.forget()
    with transaction.atomic():
        with CaptureQueriesContext(connection) as asked:
            answer = visitor.get(path) if sent is None else visitor.post(path, sent)
        left = [
            list(Refusal.objects.order_by("pk").values_list("verb", "data", "reason")),
            list(AuditEntry.objects.order_by("pk").values_list("verb", "data")),
            OutboxMessage.objects.count(),
            Scorecard.objects.exclude(handed_in_at=None).count(),
        ]
        transaction.set_rollback(True)
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    text = FLEETING.sub("", without_instant(answer.text))
    queries = [LITERALS.sub("?", query["sql"]) for query in asked]
    return answer.status_code, answer.get("Location"), text, said, str(left), queries


def everything_told(visitor, judge, version, sheet):
    event = judge.event.slug
    page = reverse("judging:paper_sheet", args=[event, sheet.pk])
    typing = reverse("judging:paper_typing", args=[event, judge.pk, version.submission_id])
    found = {
        page: told(visitor, page),
        typing: told(visitor, typing),
        **{f"{page} {sent}": told(visitor, page, sent) for sent in sent_to_sheet(judge)},
        **{f"{typing} {sent}": told(visitor, typing, sent) for sent in sent_to_typing(judge)},
    }
    with transaction.atomic():  # put aside, and typed in again with other marks
        refuse_paper(actor=sheet.typed_by, sheet=PaperSheet.objects.get(pk=sheet.pk))
        again = sent_to_typing(judge)
        found |= {f"anew {typing} {sent}": told(visitor, typing, sent) for sent in again}
        transaction.set_rollback(True)
    return found


def lines_apart(first, second):
    """Where two answers differ, line by line."""
    shown = ["\n".join(map(str, (*said, *queries))) for *said, queries in (first, second)]
    return list(unified_diff(*(text.split("\n") for text in shown), n=0, lineterm=""))


@pytest.mark.parametrize("who", READERS)
def test_whatever_is_sent_the_answer_is_the_same_for_all_marks_on_screen(scene, who):
    judge, version, sheet, typist = scene
    visitor = Visitor(READERS[who](version, typist))

    worlds = {}
    everything_told(visitor, judge, version, sheet)  # what is read once is in memory from here on
    for name, (values, remarks) in SCREENS.items():
        set_screen(values, remarks)
        worlds[name] = everything_told(visitor, judge, version, sheet)

    first = worlds.pop("as on paper")
    differing = {
        (name, asked): lines_apart(first[asked], answers[asked])
        for name, answers in worlds.items()
        for asked in first
        if first[asked] != answers[asked]
    }
    assert not differing, "\n".join(f"{asked}: {lines}" for asked, lines in differing.items())


def test_who_may_confirm_is_asked_what_counts(scene):
    judge, _version, sheet, _typist = scene
    visitor = Visitor(OrganiserFactory(event=judge.event).user)
    page = reverse("judging:paper_sheet", args=[judge.event.slug, sheet.pk])

    answers = set()
    for values, remarks in SCREENS.values():
        set_screen(values, remarks)
        answers.add(told(visitor, page)[2])

    assert len(answers) == len(SCREENS)


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("typist", "Another person confirms what you typed in."),
        ("president whose own marks come first", "You may not do this."),
    ],
)
def test_who_may_not_confirm_is_refused_before_anything_is_compared(scene, who, sentence):
    _judge, version, sheet, typist = scene
    visitor = Visitor(READERS[who](version, typist))
    page = reverse("judging:paper_sheet", args=[sheet.event.slug, sheet.pk])

    status, _where, _text, said, left, _queries = told(visitor, page, {"do": "confirm"})

    assert (status, said) == (302, [sentence])
    assert "paper.confirm" in left
