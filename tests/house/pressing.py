"""What a single press may do: nothing more the second time, and nothing grave unannounced.

A form without a field to type or choose in is a button. It is sent a second time, exactly as it
was rendered, and no row may change by that: least of all back to what it was.

A form that was not shown with what it does neither makes scorecards count or not count, nor takes
a seat from a judge or gives one while the jury is at work, nor takes the event back to an earlier
phase.
"""

from functools import cache

from django.apps import apps
from django.db import connection

from hackathon.kernel.operations import database_clock
from hackathon.kernel.phases import Phase
from hackathon.models import Event
from judging.models import Judge, PanelSeat, Scorecard
from judging.scorecards.selectors.marks import counted_cards
from judging.seats.selectors.own_seat import AT_WORK
from tests.house.rendered import Form

CHOSEN_BY_NOBODY = ("hidden", "submit")
# What is written down about a press is written down for each; nothing rests on it.
EVIDENCE = {
    "hackathon.AuditEntry",
    "hackathon.OutboxMessage",
    "hackathon.PublicChange",
    "hackathon.EmailLog",
    "judging.Refusal",
    "teams.Attempt",
}
# A second press that asks for the same again, on purpose.
AGAIN = {
    "admin:judging_judge_invite": "each press mails another link, and the one before dies",
    "admin:teams_coach_invite": "each press mails another link, and the one before dies",
    "judging:propose_wave": "each press plans the wave anew, and judges see nothing of it yet",
}


def is_button(form: Form) -> bool:
    return form.method == "post" and all(c.kind in CHOSEN_BY_NOBODY for c in form.controls)


WHO_RUNS_IT = ("organiser", "unseeing", "president")
# Whoever does these decides about a scorecard by name, on a page about nothing else.
ABOUT_ONE_CARD = {
    "judging:scorecard": "the judge's own",
    "judging:marks": "the judge's own",
    "judging:conflict": "the judge stands aside, and reads first what that means",
    "judging:reopen": "one scorecard is opened again, for a reason that its judge reads",
}


def jury_now() -> tuple[set[int], set[int], dict[int, int], set[tuple]]:
    """The scorecards that count, those that were handed in, the phase of each event, and who of
    those that have accepted sits where, as what."""
    now, order = database_clock(), list(Phase)
    events = list(Event.objects.all())
    counted = {pk for event in events for pk in counted_cards(event).values_list("pk", flat=True)}
    cards = Scorecard.objects.exclude(handed_in_at=None).values_list("pk", flat=True)
    phases = {event.pk: order.index(event.phase_at(now)) for event in events}
    work = {event.pk for event in events if event.phase_at(now) in AT_WORK}
    seats = PanelSeat.objects.filter(judge__event__in=work, judge__in=Judge.objects.seated())
    return counted, set(cards), phases, set(seats.values_list("judge", "challenge", "role"))


def done_unannounced(before: tuple, after: tuple) -> str:
    """What became of the jury's work by a press that had not said so; empty if nothing."""
    lost, back = before[0] - after[0], (after[0] - before[0]) & before[1]
    earlier = [pk for pk, phase in after[2].items() if phase < before[2].get(pk, 0)]
    moved = before[3] ^ after[3] if before[2] == after[2] else set()  # in the same phase
    said = {
        "stops counting": lost,
        "counts again": back,
        "goes back a phase": earlier,
        "moves a seat": moved,
    }
    return ", ".join(words for words, found in said.items() if found)


@cache
def tables() -> list[str]:
    ours = {"hackathon", "challenges", "teams", "judging"}
    models = [m for m in apps.get_models() if m._meta.app_label in ours and not m._meta.proxy]
    return [m._meta.db_table for m in models if m._meta.label not in EVIDENCE]


def rows_now() -> dict[str, str]:
    """Each table of ours as a hash of all its rows."""
    return {name: rows_of(name) for name in tables()}


def rows_of(name: str) -> str:
    rows = "coalesce(string_agg(t::text, '|' ORDER BY t::text), '')"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5({rows}) FROM {name} t")  # noqa: S608 - our own tables
        return cursor.fetchone()[0]


def changed_by_again(before: dict, once: dict, twice: dict) -> str:
    """What a second press did, in words; empty if nothing."""
    moved = sorted(name for name in once if once[name] != twice[name])
    if not moved:
        return ""
    is_flip = all(twice[name] == before[name] for name in moved)
    return f"{'flips back' if is_flip else 'changes again'}: {', '.join(moved)}"
