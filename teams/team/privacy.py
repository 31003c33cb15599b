"""What somebody who deletes their account gives up first in teams, and what stays of them."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from hackathon.accounts.privacy import (
    Hold,
    addresses_of,
    empties_account,
    holds_account,
    keeps_of_account,
)
from hackathon.kernel.models.user import address_of_nobody
from hackathon.models import User
from teams.help.models.coach import Coach
from teams.participants.models.form import EntryAnswer
from teams.participants.models.participant import Participant
from teams.participants.policy import WITHDRAW_FROM_EVENT
from teams.submissions.models.files import Attachment
from teams.submissions.models.submission import Version
from teams.team import policy
from teams.team.models.joining import Answer, JoinRequest, MergeOffer
from teams.team.models.team import Invitation, Member

S = Participant.Status
OF_PAST_EVENT = Q(event__published_at__isnull=False)
OF_PAST_TEAM = Q(team__event__published_at__isnull=False)
TAKING_PART = (S.APPLIED, S.WAITING, S.OFFERED, S.CONFIRMED)


@holds_account
def who_is_in_a_team(person: User, now: datetime) -> Iterator[Hold]:
    """Whoever can still leave does; later the seat stays, without a name, unless it leads."""
    seats = Member.objects.filter(user=person, event__published_at=None, team__closed_at=None)
    for seat in seats.select_related("team__event", "event"):
        said = {"team": seat.team, "event": seat.event}
        url = seat.team.get_absolute_url()
        can_leave = policy.LEAVE_TEAM.open_now(seat)
        is_alone = not seat.team.members.exclude(pk=seat.pk).exists()
        if can_leave and seat.is_captain and not is_alone:
            sentence = _(
                "You lead the team “%(team)s” (%(event)s). Hand it over to another member, then "
                "leave it."
            )
            yield Hold(sentence % said, url)
        elif can_leave:
            yield Hold(_("You are in the team “%(team)s” (%(event)s). Leave it.") % said, url)
        elif seat.is_captain:
            sentence = _(
                "You lead the team “%(team)s” (%(event)s) until the results are public. Wait until "
                "then, or ask the organisers to let somebody else lead it."
            )
            yield Hold(sentence % said, url)


@holds_account
def who_takes_part(person: User, now: datetime) -> Iterator[Hold]:
    rows = Participant.objects.filter(user=person, status__in=TAKING_PART)
    for row in rows.filter(event__published_at=None).select_related("event"):
        if WITHDRAW_FROM_EVENT.open_now(row):
            sentence = _("You are registered for “%(event)s”. Withdraw from it.")
            yield Hold(sentence % {"event": row.event}, row.get_absolute_url())
    asked = JoinRequest.objects.filter(user=person, answer=Answer.WAITING)
    for request in asked.select_related("team__event"):
        sentence = _("You have asked to join the team “%(team)s”. Take the request back.")
        yield Hold(sentence % {"team": request.team}, request.event.get_absolute_url())


@holds_account
def who_coaches(person: User, now: datetime) -> Iterator[Hold]:
    seats = Coach.objects.filter(user=person, event__published_at=None)
    for coach in seats.exclude(accepted_at=None).select_related("event"):
        sentence = _("You coach in “%(event)s”. Ask the organisers to take you off the list.")
        yield Hold(sentence % {"event": coach.event}, coach.event.get_absolute_url())


@keeps_of_account
def what_teams_keep(person: User) -> Iterator[str]:
    if Member.objects.filter(user=person).exists():
        yield _("Teams that you were in stay as they were; your seat has no name any more.")
    submitted = Version.objects.on_record().filter(submitted_by=person).exists()
    if submitted or Attachment.objects.filter(uploaded_by=person).exists():
        yield _(
            "What your teams submitted stays, word for word and file for file: it is what the jury "
            "judged, and it is the others' work as well."
        )
    waiting = Invitation.objects.pending().exclude(OF_PAST_TEAM)
    coaches = Coach.objects.filter(user=None, declined_at=None).exclude(OF_PAST_EVENT)
    mine = Q(email__in=addresses_of(person))
    if waiting.filter(mine | Q(found=person)).exists() or coaches.filter(mine).exists():
        yield _("Invitations to your address that you have not answered stay open.")
    if Participant.objects.filter(user=person).exists():
        yield _("That somebody took part stays counted, and which terms they agreed to.")


@empties_account
def empty_participation(person: User) -> None:
    """Who took part is a number; who coached is no longer on any list."""
    EntryAnswer.objects.filter(participant__user=person).delete()
    Participant.objects.filter(user=person).update(
        note="", words="", looking_for="", is_looking=False, skills=[], languages=[], challenge=None
    )
    Member.objects.filter(user=person).update(is_named=False)
    JoinRequest.objects.filter(user=person).update(message="", words="")
    MergeOffer.objects.filter(offered_by=person).update(message="")
    settled = ~Q(accepted_at=None, revoked_at=None) | OF_PAST_TEAM
    mine = Q(email__in=addresses_of(person)) | Q(found=person)
    for invitation in Invitation.objects.filter(settled, mine):
        invitation.email = address_of_nobody(f"{person.pk}.{invitation.pk}")
        invitation.save(update_fields=["email"])
    said_no = Q(user=None, email__in=addresses_of(person)) & (~Q(declined_at=None) | OF_PAST_EVENT)
    for coach in Coach.objects.filter(Q(user=person) | said_no):
        coach.name, coach.email = str(_("Deleted account")), ""
        coach.organisation = coach.profile = ""
        coach.languages, coach.is_listed, coach.accepted_at = [], False, None
        coach.token_hash = None
        coach.save()
