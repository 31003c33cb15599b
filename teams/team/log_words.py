"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "team.register": _("Registered a team"),
        "team.edit": _("Changed what the team says about itself"),
        "team.invite": _("Invited people into a team"),
        "team.fix": _("Told what had been offered and asked when teams were fixed"),
        "invitation.revoke": _("Withdrew an invitation into a team"),
        "invitation.resend": _("Sent an invitation into a team again"),
        "invitation.accept": _("Accepted an invitation into a team"),
        "join_link.open": _("Made a link into a team"),
        "join_link.revoke": _("Withdrew a link into a team"),
        "join_link.use": _("Joined a team by a link"),
        "join_request.ask": _("Asked to join a team"),
        "join_request.withdraw": _("Withdrew a request to join a team"),
        "join_request.answer": _("Answered a request to join a team"),
        "join_request.decline": _("Declined a request to join a team"),
        "captain.hand_over": _("Handed the team over to another captain"),
        "member.leave": _("Left a team"),
        "member.remove": _("As captain, took a member out of the team"),
        "member.name_me": _("Changed whether the public page of the project names them"),
    }
)
