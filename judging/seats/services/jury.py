"""The jury comes together: written down, seated, invited, accepted."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge
from hackathon.files.storage import StoredFile
from hackathon.kernel.editing import (
    RequireCurrent,
    accept_any,
    copy_fields,
    find_stored,
)
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.inviting import (
    decline_offer,
    end_offer_to,
    require_askable,
    require_open_offer,
    send_offer,
)
from hackathon.kernel.operations import Record
from hackathon.kernel.roles import people_at
from hackathon.models import Event, User
from judging.amendments.services.reopening import opened_again
from judging.conflicts.services import declare_conflict as declare_conflict
from judging.conflicts.services import search_conflicts
from judging.jury.models import Judge, PanelSeat, Unseating
from judging.scorecards.models import Scorecard
from judging.seats import policy
from judging.seats.selectors import own_offer
from judging.seats.selectors.own_seat import can_have_read_marks, require_another

LED_BY_ONE = (PanelSeat.Role.PRESIDENT, PanelSeat.Role.DEPUTY)
Seats = Mapping[tuple[int, int], str]  # a judge and a challenge, to a role or nothing


def save_judge(
    *,
    actor: User,
    judge: Judge,
    panel: Mapping[Challenge, str] | None = None,
    photo: StoredFile | None = None,
    fields: Collection[str] | None = None,
    reason: str = "",
    require_current: RequireCurrent = accept_any,
) -> Judge:
    """Write a judge as the public sees them, and their role on the panel of each challenge.

    Of a judge who is there already only ``fields`` are written, or all that the public sees if
    that is None; without ``panel`` they stay where they sit. ``reason`` is for taking a judge off
    a panel on which their marks count. With another address an invitation that is open ends:
    who has the link would come in as somebody else.
    """
    judge.email = judge.email.lower()
    if photo:
        judge.photo = photo.sha256
    stored = find_stored(judge) if judge.pk else judge
    with policy.EDIT_JURY.begin(actor, stored, lock=[stored] if judge.pk else []) as record:
        if any(challenge.event_id != stored.event_id for challenge in panel or ()):
            raise StateConflict(_("Choose challenges of the judge's own event."))
        if stored is judge:
            judge.save()
        else:
            require_current(fields or ())
            address = stored.email
            copy_fields(stored, judge, shown_fields(fields, photo))
            end_offer_to(stored, address)
        told: dict[str, Any] = {"fields": sorted(fields or ())}
        if panel is not None:
            seats = all_seats(stored, panel)
            require_another(record, actor, newly_seated(seats))
            keep_unseatings(record, actor, seats, reason)
            told["reseated"] = list_reseatings(seats)
            seat(seats)
            told |= opened_again([stored], actor, record.at)
            told["panel"] = {str(challenge.pk): role for challenge, role in panel.items()}
        record.about(stored, **told)
    return stored


def shown_fields(fields: Collection[str] | None, photo: StoredFile | None) -> list[str]:
    """What the public sees. The invitation's state is not among it: a judge may just accept."""
    kept = {"id", "user", "nonce", "token_hash", "invited_at", "accepted_at", "declined_at"}
    kept |= {"conduct_accepted_at", "left_at", "left_reason", "languages", "availability", "photo"}
    shown = [field.name for field in Judge._meta.concrete_fields if field.name not in kept]
    chosen = [name for name in shown if fields is None or name in fields]
    return [*chosen, "photo"] if photo else chosen


def all_seats(judge: Judge, panel: Mapping[Challenge, str]) -> Seats:
    """Every seat of the judge, if they sit where ``panel`` says and nowhere else."""
    others = judge.panel_seats.exclude(challenge__in=panel).values_list("challenge", flat=True)
    seats = {(judge.pk, key): "" for key in others}
    return seats | {(judge.pk, challenge.pk): role for challenge, role in panel.items()}


def seat(seats: Seats) -> None:
    """Presidents and deputies come last: by then the one before them has made room."""
    for (judge, challenge), role in sorted(seats.items(), key=lambda one: one[1] in LED_BY_ONE):
        if role:
            PanelSeat.objects.update_or_create(
                judge_id=judge, challenge_id=challenge, defaults={"role": role}
            )
        else:
            PanelSeat.objects.filter(judge=judge, challenge=challenge).delete()


def roles_now(seats: Seats) -> Seats:
    """What these judges are where they sit, before anything changes."""
    rows = PanelSeat.objects.filter(judge__in={judge for judge, _challenge in seats})
    return {(row.judge_id, row.challenge_id): row.role for row in rows}


def list_reseatings(seats: Seats) -> list[list]:
    """Each change: a judge, a challenge, the role before and after it; no role is empty."""
    now = roles_now(seats)
    changes = [[*place, now.get(place, ""), role] for place, role in seats.items()]
    return [change for change in changes if change[2] != change[3]]


def newly_seated(seats: Seats) -> list[Judge]:
    """Who is to sit where they did not, or to judge where they were in reserve."""
    now = roles_now(seats)
    idle = ("", PanelSeat.Role.RESERVE)
    coming = {
        place[0]
        for place, role in seats.items()
        if role and role != now.get(place) and now.get(place, "") in idle
    }
    return list(Judge.objects.filter(pk__in=coming))


def keep_unseatings(record: Record, actor: User, seats: Seats, reason: str) -> None:
    """Whoever gave marks that count leaves a panel for a reason only, which the minutes tell.

    To sit in reserve is to leave it: a reserve does not judge.
    """
    leaving = [place for place, role in seats.items() if role in ("", PanelSeat.Role.RESERVE)]
    for judge, challenge in leaving:
        seat = PanelSeat.objects.filter(judge=judge, challenge=challenge).first()
        if seat is None or seat.role == PanelSeat.Role.RESERVE or not counts_on(seat):
            continue
        if not reason.strip():
            raise StateConflict(
                _(
                    "Marks of %(judge)s count in “%(challenge)s”. Say why they leave the panel: "
                    "the reason stands in the minutes."
                ),
                params={"judge": seat.judge, "challenge": seat.challenge},
                code="reason",
            )
        Unseating.objects.create(
            judge=seat.judge,
            challenge=seat.challenge,
            role=seat.role,
            reason=reason.strip(),
            made_at=record.at,
            made_by=actor,
        )


def counts_on(seat: PanelSeat) -> bool:
    cards = Scorecard.objects.counted().filter(judge=seat.judge)
    return cards.filter(version__submission__team__challenge=seat.challenge).exists()


def seat_panels(
    *,
    actor: User,
    event: Event,
    seats: Seats,
    reason: str = "",
    require_current: RequireCurrent = accept_any,
) -> None:
    """Change who sits where, several seats at once: only those that are named.

    ``reason`` is for taking judges off panels on which their marks count.
    """
    moved = list(event.judges.filter(pk__in={judge for judge, _challenge in seats}))
    with policy.SEAT_PANELS.begin(actor, event, lock=moved) as record:
        require_current(())
        own = set(event.judges.values_list("pk", flat=True))
        offered = set(event.challenges.values_list("pk", flat=True))
        if any(judge not in own or challenge not in offered for judge, challenge in seats):
            raise StateConflict(_("Choose challenges of the judge's own event."))
        require_another(record, actor, newly_seated(seats))
        keep_unseatings(record, actor, seats, reason)
        changes = list_reseatings(seats)
        seat(seats)
        opened = opened_again(moved, actor, record.at)
        places = [[*place, role] for place, role in seats.items()]
        record.about(event, seats=places, reseated=changes, **opened)


def delete_judge(*, actor: User, judge: Judge) -> None:
    """Somebody who was written down and has not accepted; with them go their seats.

    Raises StateConflict for who has accepted: what becomes of their work is shown first.
    """
    with policy.EDIT_JURY.begin(actor, judge, lock=[judge]) as record:
        if judge.accepted_at:
            raise StateConflict(
                _(
                    "%(judge)s has accepted. Excuse them instead: you read first what becomes of "
                    "their panels and reviews."
                ),
                params={"judge": judge},
            )
        record.data["deleted"] = judge.pk
        record.about(judge.event)
        judge.delete()


def next_position(event: Event) -> int:
    return (event.judges.aggregate(last=Max("position"))["last"] or 0) + 1


def invite_judge(*, actor: User, judge: Judge, language: str = "") -> Judge:
    """Send, or send again, the mail that opens the jury's rooms; an earlier link dies.

    Without a ``language`` it is the one that was chosen before, or ``judge.speaks``.
    """
    with policy.INVITE_JUDGE.begin(actor, judge, lock=[judge]) as record:
        require_askable(
            judge,
            no_address=gettext("Give this judge an email address first."),
            is_in=gettext("This judge has accepted already."),
        )
        require_another(record, actor, [judge])
        require_same_person(judge)
        send_offer(record, judge, language)
    return judge


def require_same_person(judge: Judge) -> None:
    """Marks, ties and minutes name the judge: nobody takes over the line of somebody else."""
    asked = people_at([judge.email]).get(judge.email.lower())
    if judge.user_id and asked and asked.pk != judge.user_id:
        raise StateConflict(taken_line(judge))


def taken_line(judge: Judge) -> str:
    sentence = gettext(
        "%(judge)s has been on the jury, and what they did stands under this name. Write whoever "
        "comes instead on a line of their own, and invite them there."
    )
    return sentence % {"judge": judge.user}


def accept_judging(
    *,
    actor: User,
    judge: Judge,
    conduct: str = "",
    languages: Sequence[str] = (),
    availability: str = "",
) -> Judge:
    """Take the seat; ``conduct`` is the fingerprint of the text that was agreed to."""
    with policy.ACCEPT_JUDGING.begin(actor, judge, lock=[judge]) as record:
        require_open_offer(judge)
        if judge.user_id not in (None, actor.pk):
            raise StateConflict(taken_line(judge))
        known = own_offer.conducts_of(judge.event)
        if known and conduct not in known:
            raise StateConflict(_("The code of conduct has changed. Read it again, please."))
        if can_have_read_marks(actor, judge.event):
            raise StateConflict(own_offer.marks_lie_open())
        judge.accept(actor, record.at)
        judge.left_at, judge.left_reason = None, ""
        judge.conduct_accepted_at = record.at if known else None
        judge.languages, judge.availability = list(languages), availability
        judge.save()
        opened = opened_again([judge], actor, record.at)
        record.about(judge, **opened, **({"conduct": conduct} if known else {}))
    search_conflicts(actor=None, event=judge.event)
    return judge


def decline_judging(*, actor: User, judge: Judge) -> Judge:
    """Say no to the seat; the organisers are told, and can ask again."""
    with policy.DECLINE_JUDGING.begin(actor, judge, lock=[judge]) as record:
        decline_offer(record, judge)
    return judge


def introduce_judge(
    *,
    actor: User,
    judge: Judge,
    photo: str | None = None,
    require_current: RequireCurrent = accept_any,
    **said: Any,
) -> Judge:
    """What a judge says about themselves; the log keeps which parts changed."""
    with policy.INTRODUCE_JUDGE.begin(actor, judge, lock=[judge]) as record:
        if photo is not None:
            said["photo"] = photo
        if refused := said.keys() - own_offer.SAID - {"photo"}:
            raise ValueError(f"not a judge's own to say: {', '.join(sorted(refused))}")
        require_current(list(said))
        changed = [name for name, value in said.items() if getattr(judge, name) != value]
        for name in changed:
            setattr(judge, name, said[name])
        judge.save(update_fields=changed)
        record.about(judge, changed=changed)
    return judge
