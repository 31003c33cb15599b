from collections.abc import Iterator

from hackathon.models import AuditEntry
from hackathon.notices import Letter, notice


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
