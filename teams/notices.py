from collections.abc import Iterator
from typing import Any

from challenges.models import Challenge
from hackathon.models import AuditEntry, User
from hackathon.notices import Letter, notice, to_organisers
from teams import policy
from teams.countdown import ring_for_countdowns
from teams.models import (
    Answer,
    Coach,
    Departure,
    HelpRequest,
    Invitation,
    JoinRequest,
    MergeOffer,
    Participant,
    Team,
    Version,
)
from teams.timekeeping import concerned_by


def invitation_letter(invitation: Invitation) -> Letter:
    told = {"event": invitation.event, "invitation": invitation}
    return Letter.to_invited(invitation, "teams/mail/invitation", **told)


@notice("team.register")
@notice("team.invite")
def invite_by_mail(entry: AuditEntry) -> Iterator[Letter]:
    team = entry.subject
    for invitation in team.invitations.pending().filter(created_at=entry.at):
        yield invitation_letter(invitation)


@notice("team.match")
def invite_who_was_matched(entry: AuditEntry) -> Iterator[Letter]:
    made = Invitation.objects.filter(team__in=entry.data["teams"], created_at=entry.at)
    for invitation in made.select_related("team__event"):
        yield invitation_letter(invitation)


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
    yield invitation_letter(entry.subject)


@notice("join_link.use")
def tell_captain_who_used_the_link(entry: AuditEntry) -> Iterator[Letter]:
    yield from to_captain(entry.subject, "teams/mail/came", member=entry.actor)


@notice("join_request.ask")
def tell_captain_who_asks(entry: AuditEntry) -> Iterator[Letter]:
    request = entry.subject
    yield from to_captain(request.team, "teams/mail/request", request=request)


@notice("join_request.answer")
@notice("join_request.decline")
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
@notice("merge.decline")
def tell_both_teams(entry: AuditEntry) -> Iterator[Letter]:
    offer = entry.subject
    if offer.answer == Answer.ACCEPTED:
        yield from to_members(offer.target, "teams/mail/merged", source=offer.source)
    elif entry.data.get("asked_again"):
        yield from to_captain(offer.asked_team, "teams/mail/proposal", offer=offer, is_again=True)
    else:
        yield from to_captain(offer.asking_team, "teams/mail/proposal_declined", offer=offer)


@notice("team.close")
@notice("team.merge")
@notice("merge.answer")
@notice("member.leave")
@notice("member.move")
@notice("participant.withdraw")
def tell_who_asked_a_team_that_ended(entry: AuditEntry) -> Iterator[Letter]:
    """Whoever waited for an answer of a team that closed in this very act."""
    ended = {"answer": Answer.CLOSED, "answered_at": entry.at}
    for asked in JoinRequest.objects.filter(
        **ended, team__event=entry.event, team__closed_at=entry.at
    ).select_related("user", "team__event", "team__merged_into"):
        yield Letter.to(asked.user, "teams/mail/request_ended", event=entry.event, team=asked.team)
    for offer in MergeOffer.objects.filter(**ended, target__event=entry.event):
        for team, other in ((offer.source, offer.target), (offer.target, offer.source)):
            if other.closed_at == entry.at:
                yield from to_captain(team, "teams/mail/proposal_ended", other=other)


@notice("participant.withdraw")
@notice("participant.decide")
@notice("participant.move_up")
def tell_captain_whose_invitation_ended(entry: AuditEntry) -> Iterator[Letter]:
    """Whoever has no place in the event any more is invited no more, and a seat is free again."""
    ended = Invitation.objects.filter(
        team__event=entry.event, revoked_at=entry.at, team__closed_at=None
    )
    ended = ended.exclude(team=entry.data.get("left") or 0)  # that captain reads who has left
    for invitation in ended.select_related("team__event").order_by("pk"):
        yield from to_captain(invitation.team, "teams/mail/invitation_ended", invitation=invitation)


@notice("team.fix")
def tell_whose_offers_are_over(entry: AuditEntry) -> Iterator[Letter]:
    """Teams are fixed: the captain, also of a team that was to merge, and who was invited or has
    asked and is in no team."""
    team, data = entry.subject, entry.data
    invitations = list(Invitation.objects.pending().filter(pk__in=data["invitations"]))
    asked = JoinRequest.objects.filter(pk__in=data["requests"], answer=Answer.WAITING)
    requests = list(asked.select_related("user").order_by("pk"))
    people = [request.user for request in requests]
    offers = MergeOffer.objects.filter(pk__in=data.get("offers", []), answer=Answer.WAITING)
    others = [
        offer.target if offer.source_id == team.pk else offer.source
        for offer in offers.select_related("source", "target").order_by("pk")
    ]
    told = {"invitations": invitations, "people": people, "others": others}
    yield from to_captain(team, "teams/mail/fixed", **told)
    seats = team.event.members.values_list("user__email", flat=True)
    seated = {address.lower() for address in seats}
    for invitation in invitations:
        if invitation.email not in seated:
            yield Letter.to_invited(
                invitation, "teams/mail/fixed_invited", event=team.event, team=team
            )
    for request in requests:
        if request.user.email.lower() not in seated:
            yield Letter.to(request.user, "teams/mail/fixed_asked", event=team.event, team=team)


@notice("captain.hand_over")
def tell_new_captain(entry: AuditEntry) -> Iterator[Letter]:
    yield from to_captain(entry.subject, "teams/mail/captain")


@notice("member.leave")
def tell_captain_who_left(entry: AuditEntry) -> Iterator[Letter]:
    """If the captain has left, it is the new one who reads so, in the same mail."""
    told = {"member": entry.actor, "leads_now": bool(entry.data.get("captain"))}
    yield from to_captain(entry.subject, "teams/mail/left", **told)


@notice("participant.withdraw")
def tell_captain_who_withdrew(entry: AuditEntry) -> Iterator[Letter]:
    """Leaving the event is leaving the team: the captain is told of both at once."""
    team = Team.objects.standing().filter(pk=entry.data["left"] or 0).first()
    if team:
        yield from to_captain(team, "teams/mail/left", member=entry.actor, withdrew=True)


@notice("member.remove")
def tell_who_was_removed(entry: AuditEntry) -> Iterator[Letter]:
    departure = entry.subject
    yield Letter.to(
        departure.user, "teams/mail/removed", event=departure.event, team=departure.team,
        departure=departure,
    )  # fmt: skip


@notice("member.take_out")
def tell_who_was_taken_out(entry: AuditEntry) -> Iterator[Letter]:
    """The person, and the captain, each with the organiser's reason."""
    departure = Departure.objects.select_related("user", "team").get(pk=entry.data["departure"])
    told = {"departure": departure, "by_organisers": True}
    yield Letter.to(
        departure.user, "teams/mail/removed", event=entry.event, team=departure.team, **told
    )
    yield from to_captain(departure.team, "teams/mail/taken_out", departure=departure)


@notice("team.correct")
def tell_team_what_was_corrected(entry: AuditEntry) -> Iterator[Letter]:
    before, data = entry.data.get("before", {}), entry.data
    captain = User.objects.filter(pk=data.get("captain")).first()
    yield from to_members(
        entry.subject.team, "teams/mail/put_right", ruling=entry.subject, verb=entry.verb,
        captain=captain, is_renamed=data.get("is_renamed", False),
        is_moved=before.get("challenge") != data.get("challenge"),
    )  # fmt: skip


@notice("team.correct")
def tell_who_asked_for_another_challenge(entry: AuditEntry) -> Iterator[Letter]:
    """A request holds for the challenge for which the team competed when they asked: who had
    asked reads that it holds no more, and if the team comes back, that it does again."""
    was, now = entry.data.get("before", {}).get("challenge"), entry.data.get("challenge")
    team = entry.subject.team
    if was == now or team.closed_at:
        return
    waiting = team.join_requests.filter(answer=Answer.WAITING, challenge__in=[was, now])
    challenges = Challenge.objects.in_bulk([was, now])
    for asked in waiting.select_related("user").order_by("pk"):
        yield Letter.to(
            asked.user, "teams/mail/request_elsewhere", event=entry.event, team=team,
            was=challenges[was].title, now=challenges[now].title,
            is_back=asked.challenge_id == now,
        )  # fmt: skip


@notice("team.reopen")
@notice("team.merge")
def tell_team_what_was_put_right(entry: AuditEntry) -> Iterator[Letter]:
    ruling = entry.subject
    yield from to_members(ruling.team, "teams/mail/put_right", ruling=ruling, verb=entry.verb)


@notice("member.move")
def tell_who_was_moved(entry: AuditEntry) -> Iterator[Letter]:
    ruling, person = entry.subject, User.objects.get(pk=entry.data["member"])
    told = {"ruling": ruling, "verb": entry.verb, "person": person}
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
    participant, state = entry.subject, entry.data["status"]
    is_held = entry.data.get("held", False)
    words = participant.words if participant.decided_at == entry.at else ""
    had_place = entry.data.get("had_place", False)
    yield to_participant(participant, state, words=words, is_held=is_held, had_place=had_place)
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


def to_participant(
    participant: Participant,
    state: str,
    words: str = "",
    *,
    is_held: bool = False,
    had_place: bool = False,
) -> Letter:
    """``state`` and ``words`` are those of which the mail tells: they may be past when it is sent.

    ``is_held``: an organiser said to wait, so that nothing happens by itself. ``had_place``: a
    place was offered or confirmed until then.
    """
    return Letter.to(
        participant.user, "teams/mail/participant", event=participant.event,
        participant=participant, state=state, words=words, is_held=is_held,
        had_place=had_place,
    )  # fmt: skip


@notice("coach.invite")
def invite_coach_by_mail(entry: AuditEntry) -> Iterator[Letter]:
    coach = entry.subject
    yield Letter.to_invited(coach, "teams/mail/coach", event=coach.event, coach=coach)


@notice("coach.decline")
def tell_organisers_who_declined(entry: AuditEntry) -> Iterator[Letter]:
    coach = entry.subject
    yield from to_organisers(coach.event, "teams/mail/coach_declined", coach=coach)


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


@notice("submission.recall")
def tell_team_what_was_taken_back(entry: AuditEntry) -> Iterator[Letter]:
    verdict = entry.subject
    version = Version.objects.get(pk=entry.data["version"])
    counts = Version.objects.standing().filter(pk=entry.data["counts"]).first()
    stays = entry.data.get("stays", [])  # fields by name: each reader reads them in their language
    told = {"verdict": verdict, "version": version, "counts": counts, "stays": stays}
    told["project"] = str(counts or verdict.submission) or str(version)
    told["outcome"] = entry.data.get("outcome", "")
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
    yield from to_organisers(asked.event, "teams/mail/late", doing=policy.ANSWER_LATE, asked=asked)


@notice("participant.apply")
def tell_organisers_who_applies(entry: AuditEntry) -> Iterator[Letter]:
    """Once: who comes while somebody waits already is in the same list."""
    event, state = entry.event, Participant.Status.APPLIED
    if entry.data["status"] != state:
        return
    waiting = event.participants.filter(status=state, applied_at__lt=entry.at)
    if not waiting.exists():
        yield from to_organisers(event, "teams/mail/applied", doing=policy.DECIDE_PARTICIPANT)


@notice("help.ask")
def tell_organisers_where_nobody_coaches(entry: AuditEntry) -> Iterator[Letter]:
    """Coaches have the queue before them, which a mail for each request would only repeat."""
    request = entry.subject
    if not request.event.coaches.filter(accepted_at__isnull=False).exists():
        others = request.event.members.exclude(team=request.team)
        rivals = set(others.values_list("user", flat=True))
        for letter in to_organisers(request.event, "teams/mail/no_coach", request=request):
            if letter.reader.pk not in rivals:  # who competes reads nothing that others ask
                yield letter


@notice("help.end")
def tell_whose_request_ended(entry: AuditEntry) -> Iterator[Letter]:
    """Hacking is over: who asked, and the coach who was coming."""
    request = entry.subject
    people = [request.asked_by, *([request.claimed_by.user] if request.claimed_by else [])]
    for person in people:
        told = {"request": request, "is_coach": person != request.asked_by}
        yield Letter.to(person, "teams/mail/help_ended", event=request.event, **told)


@notice("help.cancel")
def tell_coach_who_was_coming(entry: AuditEntry) -> Iterator[Letter]:
    """The team does not need them any more."""
    request = entry.subject
    if request.claimed_by and request.claimed_by.user != entry.actor:
        yield to_coach(request, "cancelled")


@notice("team.close")
@notice("team.merge")
@notice("merge.answer")
@notice("member.leave")
@notice("member.move")
@notice("participant.withdraw")
def tell_coaches_of_a_team_that_ended(entry: AuditEntry) -> Iterator[Letter]:
    """Whoever was coming to a team that closed in this very act."""
    ended = HelpRequest.objects.filter(
        team__event=entry.event, team__closed_at=entry.at, status=HelpRequest.Status.CANCELLED,
        closed_at=entry.at, claimed_by__isnull=False,
    )  # fmt: skip
    for request in ended.select_related("claimed_by__user", "team__event").order_by("pk"):
        yield to_coach(request, "closed")


@notice("team.reopen")
def tell_who_waits_again(entry: AuditEntry) -> Iterator[Letter]:
    """Who had been told that what they asked for, or had promised, has ended with the team."""
    team, back = entry.subject.team, entry.data
    asking = team.join_requests.filter(pk__in=back.get("requests", []), answer=Answer.WAITING)
    for asked in asking.select_related("user").order_by("pk"):
        yield Letter.to(asked.user, "teams/mail/request_waits", event=entry.event, team=team)
    helping = team.help_requests.filter(
        pk__in=back.get("helps", []), status=HelpRequest.Status.CLAIMED
    )
    for request in helping.select_related("claimed_by__user").order_by("pk"):
        yield to_coach(request, "reopened")
    offers = MergeOffer.objects.filter(pk__in=back.get("offers", []), answer=Answer.WAITING)
    for offer in offers.select_related("source", "target").order_by("pk"):
        other = offer.target if offer.source_id == team.pk else offer.source
        yield from to_captain(other, "teams/mail/proposal_waits", other=team, offer=offer)


def to_coach(request: HelpRequest, what: str) -> Letter:
    return Letter.to(
        request.claimed_by.user, "teams/mail/coach_told", event=request.event, request=request,
        what=what,
    )  # fmt: skip


@notice("help.resume")
def tell_whose_request_goes_on(entry: AuditEntry) -> Iterator[Letter]:
    """Hacking goes on after all: the same people."""
    request = entry.subject
    people = [request.asked_by, *([request.claimed_by.user] if request.claimed_by else [])]
    for person in people:
        told = {"request": request, "is_coach": person != request.asked_by}
        yield Letter.to(person, "teams/mail/help_resumed", event=request.event, **told)


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
