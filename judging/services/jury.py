"""The jury comes together: written down, seated, invited, accepted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from challenges.models import Challenge
from hackathon.errors import StateConflict
from hackathon.models import Event, User
from hackathon.storage import StoredFile
from judging import invited, policy
from judging.models import Judge, PanelSeat
from judging.services.conflicts import declare_conflict as declare_conflict
from judging.services.conflicts import search_conflicts

PRESIDENT = PanelSeat.Role.PRESIDENT
Seats = Mapping[tuple[int, int], str]  # a judge and a challenge, to a role or nothing


def save_judge(
    *,
    actor: User,
    judge: Judge,
    panel: Mapping[Challenge, str],
    photo: StoredFile | None = None,
) -> Judge:
    """Write a judge as the public sees them, and their role on the panel of each challenge."""
    with policy.EDIT_JURY.begin(actor, judge) as record:
        if any(challenge.event_id != judge.event_id for challenge in panel):
            raise StateConflict(_("Choose challenges of the judge's own event."))
        if photo:
            judge.photo = photo.sha256
        judge.email = judge.email.lower()
        judge.save(update_fields=shown_fields(photo) if judge.pk else None)
        others = judge.panel_seats.exclude(challenge__in=panel).values_list("challenge", flat=True)
        seats = {(judge.pk, key): "" for key in others}
        seats |= {(judge.pk, challenge.pk): role for challenge, role in panel.items()}
        seat(seats)
        record.about(judge, panel={str(challenge.pk): role for challenge, role in panel.items()})
    return judge


def shown_fields(photo: StoredFile | None) -> list[str]:
    """What the public sees. The invitation's state is not among it: a judge may just accept."""
    kept = {"id", "user", "nonce", "token_hash", "invited_at", "accepted_at"}
    kept |= {"conduct_accepted_at", "left_at", "left_reason", "languages", "availability"}
    kept |= set() if photo else {"photo"}
    return [field.name for field in Judge._meta.concrete_fields if field.name not in kept]


def seat(seats: Seats) -> None:
    """Presidents come last: by then the one before them has made room."""
    for (judge, challenge), role in sorted(seats.items(), key=lambda one: one[1] == PRESIDENT):
        if role:
            PanelSeat.objects.update_or_create(
                judge_id=judge, challenge_id=challenge, defaults={"role": role}
            )
        else:
            PanelSeat.objects.filter(judge=judge, challenge=challenge).delete()


def seat_panels(*, actor: User, event: Event, seats: Seats) -> None:
    """Change who sits where, several seats at once: only those that are named."""
    with policy.SEAT_PANELS.begin(actor, event) as record:
        own = set(event.judges.values_list("pk", flat=True))
        offered = set(event.challenges.values_list("pk", flat=True))
        if any(judge not in own or challenge not in offered for judge, challenge in seats):
            raise StateConflict(_("Choose challenges of the judge's own event."))
        seat(seats)
        record.about(event, seats=[[*place, role] for place, role in seats.items()])


def next_position(event: Event) -> int:
    return (event.judges.aggregate(last=Max("position"))["last"] or 0) + 1


def invite_judge(*, actor: User, judge: Judge) -> Judge:
    """Send, or send again, the mail that opens the jury's rooms; an earlier link dies."""
    with policy.INVITE_JUDGE.begin(actor, judge, lock=[judge]) as record:
        if not judge.email:
            raise StateConflict(_("Give this judge an email address first."))
        if judge.is_seated:
            raise StateConflict(_("This judge has accepted already."))
        judge.offer(record.at)
        judge.save()
        record.about(judge)
    return judge


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
        if judge.accepted_at or not judge.invited_at:
            raise StateConflict(_("This invitation has been used."))
        known = invited.conducts_of(judge.event)
        if known and conduct not in known:
            raise StateConflict(_("The code of conduct has changed. Read it again, please."))
        judge.user, judge.accepted_at, judge.token_hash = actor, record.at, None
        judge.left_at, judge.left_reason = None, ""
        judge.conduct_accepted_at = record.at if known else None
        judge.languages, judge.availability = list(languages), availability
        judge.save()
        record.about(judge, **({"conduct": conduct} if known else {}))
    search_conflicts(actor=None, event=judge.event)
    return judge


def introduce_judge(*, actor: User, judge: Judge, photo: str | None = None, **said: Any) -> Judge:
    """What a judge says about themselves; the log keeps which parts changed."""
    with policy.INTRODUCE_JUDGE.begin(actor, judge, lock=[judge]) as record:
        if photo is not None:
            said["photo"] = photo
        if refused := said.keys() - invited.SAID - {"photo"}:
            raise ValueError(f"not a judge's own to say: {', '.join(sorted(refused))}")
        changed = [name for name, value in said.items() if getattr(judge, name) != value]
        for name in changed:
            setattr(judge, name, said[name])
        judge.save(update_fields=changed)
        record.about(judge, changed=changed)
    return judge
