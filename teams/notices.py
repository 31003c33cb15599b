from collections.abc import Iterator

from hackathon.models import AuditEntry
from hackathon.notices import Letter, notice
from teams.models import Coach


@notice("team.register")
@notice("team.invite")
def invite_by_mail(entry: AuditEntry) -> Iterator[Letter]:
    team = entry.subject
    for invitation in team.invitations.filter(
        accepted_at=None, revoked_at=None, created_at=entry.at
    ):
        yield Letter.to_address(
            invitation.email, "teams/mail/invitation", sender=entry.actor,
            event=team.event, invitation=invitation,
        )  # fmt: skip


@notice("team.register")
def confirm_registration(entry: AuditEntry) -> Iterator[Letter]:
    team = entry.subject
    yield Letter.to(entry.actor, "teams/mail/registered", event=team.event, team=team)


@notice("invitation.accept")
def tell_captain_who_joined(entry: AuditEntry) -> Iterator[Letter]:
    team = entry.subject
    captain = team.members.select_related("user").get(is_captain=True).user
    yield Letter.to(captain, "teams/mail/joined", event=team.event, team=team, member=entry.actor)


@notice("submission.submit")
def send_receipt(entry: AuditEntry) -> Iterator[Letter]:
    version = entry.subject
    for member in version.submission.team.members.select_related("user"):
        yield Letter.to(member.user, "teams/mail/receipt", event=version.event, version=version)


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
