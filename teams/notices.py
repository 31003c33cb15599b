from collections.abc import Iterator
from typing import Any

from hackathon.models import AuditEntry, User
from hackathon.notices import Letter, notice
from teams.countdown import ring_for_countdowns
from teams.models import Answer, Coach, Invitation, Participant, Team, Version
from teams.timekeeping import concerned_by


@notice("team.register")
@notice("team.invite")
def invite_by_mail(entry: AuditEntry) -> Iterator[Letter]:
    team = entry.subject
    for invitation in team.invitations.pending().filter(created_at=entry.at):
        yield Letter.to_address(
            invitation.email, "teams/mail/invitation", sender=entry.actor,
            event=team.event, invitation=invitation,
        )  # fmt: skip


@notice("team.match")
def invite_who_was_matched(entry: AuditEntry) -> Iterator[Letter]:
    made = Invitation.objects.filter(team__in=entry.data["teams"], created_at=entry.at)
    for invitation in made.select_related("team__event"):
        yield Letter.to_address(
            invitation.email, "teams/mail/invitation", sender=entry.actor,
            event=invitation.event, invitation=invitation,
        )  # fmt: skip


@notice("team.register")
def confirm_registration(entry: AuditEntry) -> Iterator[Letter]:
    team = entry.subject
    yield Letter.to(entry.actor, "teams/mail/registered", event=team.event, team=team)


@notice("invitation.accept")
def tell_captain_who_joined(entry: AuditEntry) -> Iterator[Letter]:
    team = entry.subject
    yield from to_captain(team, "teams/mail/joined", member=entry.actor)


@notice("submission.submit")
@notice("submission.take")
def send_receipt(entry: AuditEntry) -> Iterator[Letter]:
    version = entry.subject
    for member in version.submission.team.members.select_related("user"):
        yield Letter.to(member.user, "teams/mail/receipt", event=version.event, version=version)


@notice("invitation.resend")
def send_invitation_again(entry: AuditEntry) -> Iterator[Letter]:
    invitation = entry.subject
    yield Letter.to_address(
        invitation.email, "teams/mail/invitation", sender=entry.actor,
        event=invitation.event, invitation=invitation,
    )  # fmt: skip


@notice("join_link.use")
def tell_captain_who_used_the_link(entry: AuditEntry) -> Iterator[Letter]:
    yield from to_captain(entry.subject, "teams/mail/came", member=entry.actor)


@notice("join_request.ask")
def tell_captain_who_asks(entry: AuditEntry) -> Iterator[Letter]:
    request = entry.subject
    yield from to_captain(request.team, "teams/mail/request", request=request)


@notice("join_request.answer")
def tell_who_asked(entry: AuditEntry) -> Iterator[Letter]:
    """Both are told: who asked gets the captain's words; the captain has just seen the page."""
    request = entry.subject
    yield Letter.to(
        request.user, "teams/mail/answer", event=request.event, team=request.team, request=request
    )


@notice("merge.offer")
def tell_captain_of_proposal(entry: AuditEntry) -> Iterator[Letter]:
    offer = entry.subject
    yield from to_captain(offer.asked_team, "teams/mail/proposal", offer=offer)


@notice("merge.answer")
def tell_both_teams(entry: AuditEntry) -> Iterator[Letter]:
    offer = entry.subject
    if offer.answer == Answer.ACCEPTED:
        yield from to_members(offer.target, "teams/mail/merged", source=offer.source)
    else:
        yield from to_captain(offer.asking_team, "teams/mail/proposal_declined", offer=offer)


@notice("captain.hand_over")
def tell_new_captain(entry: AuditEntry) -> Iterator[Letter]:
    yield from to_captain(entry.subject, "teams/mail/captain")


@notice("member.leave")
def tell_captain_who_left(entry: AuditEntry) -> Iterator[Letter]:
    yield from to_captain(entry.subject, "teams/mail/left", member=entry.actor)


@notice("member.remove")
def tell_who_was_removed(entry: AuditEntry) -> Iterator[Letter]:
    departure = entry.subject
    yield Letter.to(
        departure.user, "teams/mail/removed", event=departure.event, team=departure.team,
        departure=departure,
    )  # fmt: skip


@notice("team.correct")
@notice("team.reopen")
@notice("team.merge")
def tell_team_what_was_put_right(entry: AuditEntry) -> Iterator[Letter]:
    ruling = entry.subject
    yield from to_members(ruling.team, "teams/mail/put_right", ruling=ruling, verb=entry.verb)


@notice("member.move")
def tell_who_was_moved(entry: AuditEntry) -> Iterator[Letter]:
    ruling, told = entry.subject, {"ruling": entry.subject, "verb": entry.verb}
    yield from to_members(ruling.team, "teams/mail/put_right", **told)
    if left := Team.objects.filter(pk=entry.data["left"]).first():
        yield from to_members(left, "teams/mail/put_right", **told)


@notice("team.close")
def tell_closed_team(entry: AuditEntry) -> Iterator[Letter]:
    ruling = entry.subject
    for user in User.objects.filter(pk__in=entry.data["members"]):
        yield Letter.to(
            user, "teams/mail/put_right", event=ruling.event, team=ruling.team, ruling=ruling,
            verb=entry.verb,
        )  # fmt: skip


def to_captain(team: Team, template: str, **context: Any) -> Iterator[Letter]:
    """The captain at the moment of sending; a team that has closed since has none."""
    for seat in team.members.filter(is_captain=True).select_related("user"):
        yield Letter.to(seat.user, template, event=team.event, team=team, **context)


def to_members(team: Team, template: str, **context: Any) -> Iterator[Letter]:
    for seat in team.members.select_related("user"):
        yield Letter.to(seat.user, template, event=team.event, team=team, **context)


@notice("participant.apply")
@notice("participant.decide")
def tell_participant(entry: AuditEntry) -> Iterator[Letter]:
    yield to_participant(entry.subject, entry.data["status"])
    yield from tell_who_moved_up(entry)


@notice("participant.remind")
def remind_participant(entry: AuditEntry) -> Iterator[Letter]:
    yield to_participant(entry.subject, "offered")


@notice("participant.withdraw")
@notice("participant.move_up")
def tell_who_moved_up(entry: AuditEntry) -> Iterator[Letter]:
    """Who has moved up the waiting list, and whose place has moved on."""
    for state in ("offered", "lapsed"):
        moved = Participant.objects.filter(pk__in=entry.data.get(state, []))
        for participant in moved.select_related("user", "event"):
            yield to_participant(participant, state)


def to_participant(participant: Participant, state: str) -> Letter:
    """``state`` is the one of which the mail tells: by the time it is sent, it may be past."""
    return Letter.to(
        participant.user, "teams/mail/participant", event=participant.event,
        participant=participant, state=state,
    )  # fmt: skip


@notice("coach.invite")
def invite_coach_by_mail(entry: AuditEntry) -> Iterator[Letter]:
    coach = entry.subject
    yield Letter.to_address(
        coach.email, "teams/mail/coach", sender=entry.actor, event=coach.event, coach=coach
    )


@notice("help.hand_on")
def tell_who_takes_over(entry: AuditEntry) -> Iterator[Letter]:
    """Only a coach to whom it was handed; whoever looks at the queue sees the rest."""
    if entry.data["to"]:
        request = entry.subject
        receiver = Coach.objects.select_related("user").get(pk=entry.data["to"])
        yield Letter.to(
            receiver.user, "teams/mail/handed_on", event=request.event, request=request,
            sender=entry.actor,
        )  # fmt: skip


@notice("submission.triage")
@notice("submission.disqualify")
def tell_team_what_was_decided(entry: AuditEntry) -> Iterator[Letter]:
    verdict = entry.subject
    yield from to_members(verdict.submission.team, "teams/mail/verdict", verdict=verdict)


@notice("submission.rescue")
def tell_team_what_was_submitted_for_it(entry: AuditEntry) -> Iterator[Letter]:
    verdict = entry.subject
    version = Version.objects.get(pk=entry.data["version"])
    told = {"verdict": verdict, "version": version}
    yield from to_members(verdict.submission.team, "teams/mail/verdict", **told)


@notice("extension.grant")
@notice("extension.grant_all")
def tell_who_has_more_time(entry: AuditEntry) -> Iterator[Letter]:
    extension = entry.subject
    for team in concerned_by(extension):
        yield from to_members(team, "teams/mail/more_time", extension=extension)


@notice("late_request.ask")
def tell_organisers_who_asks(entry: AuditEntry) -> Iterator[Letter]:
    asked = entry.subject
    for organiser in asked.event.organisers.select_related("user"):
        yield Letter.to(organiser.user, "teams/mail/late", event=asked.event, asked=asked)


@notice("late_request.answer")
def tell_who_asked_for_time(entry: AuditEntry) -> Iterator[Letter]:
    asked = entry.subject
    yield from to_members(asked.team, "teams/mail/late_answer", asked=asked)


@notice("event.create")
@notice("event.edit")
@notice("event.reschedule")
@notice("challenge.edit")
@notice("challenge.reschedule")
@notice("extension.grant_all")
def tell_the_countdown(entry: AuditEntry) -> Iterator[Letter]:
    """No letter: the pages that the web server shows by itself are written anew."""
    ring_for_countdowns()
    yield from ()
