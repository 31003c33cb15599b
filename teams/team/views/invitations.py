"""The doors of a team: mailed invitations, and links for several people."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hackathon.events.selectors import event_or_404
from hackathon.kernel.operations import seen_at
from hackathon.web.pages import event_page
from hackathon.web.refusals import refusal_in_form
from hackathon.web.signed_in import SignedInRequest
from teams.participants.selectors import (
    code_among,
    keep_code,
    must_bring_code,
    page_before,
)
from teams.team.forms.team import CodeForm, InviteForm, LinkForm
from teams.team.selectors import directory, obstacles
from teams.team.selectors.team import (
    captained_or_404,
    invitation_or_404,
    link_behind,
    link_or_404,
    team_invitation_or_404,
    team_link_or_404,
    team_of,
)
from teams.team.services import joining, registration
from teams.team.views.doing import do_and_tell
from teams.team.views.registration import show_team

if TYPE_CHECKING:
    from hackathon.kernel.models.event import Event


@login_required
@require_POST
def invite(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = captained_or_404(event, request.user, team_id)
    form = InviteForm(request.POST, event=event)
    if form.is_valid():
        with refusal_in_form(form) as act:
            written = registration.invite_members(
                actor=request.user, team=team, **form.cleaned_data
            )
        if act.is_done:
            messages.success(
                request, _("Invited: %(n)d. The mails are on their way.") % {"n": len(written)}
            )
            return redirect(team)
    return show_team(request, event, team, invite_form=form)


@login_required
@require_POST
def invite_person(
    request: SignedInRequest, event_slug: str, team_id: int, participant_id: int
) -> HttpResponse:
    """A press in the list of people who look for a team; the list comes back as it was filtered."""
    event = event_or_404(event_slug, request.user)
    team = captained_or_404(event, request.user, team_id)
    participant = directory.looking_people(event).filter(pk=participant_id).first()
    if participant is None:
        messages.warning(request, _("This person does not look for a team any more."))
    else:
        sentence = _("%(person)s is invited to %(team)s. The mail is on its way.") % {
            "person": participant.user,
            "team": team,
        }
        do_and_tell(
            request, sentence, registration.invite_person, team=team, participant=participant
        )
    shown = request.GET.copy()
    shown["who"] = "people"
    return redirect(f"{reverse('teams:directory', args=[event.slug])}?{shown.urlencode()}")


@login_required
@require_POST
def revoke(
    request: SignedInRequest, event_slug: str, team_id: int, invitation_id: int
) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = captained_or_404(event, request.user, team_id)
    invitation = team_invitation_or_404(team, invitation_id)
    sentence = _("The invitation of %(email)s no longer works.") % {"email": invitation.addressee}
    do_and_tell(request, sentence, registration.revoke_invitation, invitation=invitation)
    return redirect(team)


@login_required
@require_POST
def resend(
    request: SignedInRequest, event_slug: str, team_id: int, invitation_id: int
) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = captained_or_404(event, request.user, team_id)
    invitation = team_invitation_or_404(team, invitation_id)
    sentence = _("The mail to %(email)s is on its way again.") % {"email": invitation.addressee}
    do_and_tell(request, sentence, registration.resend_invitation, invitation=invitation)
    return redirect(team)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: SignedInRequest, event_slug: str, token: str) -> HttpResponse:
    """A GET shows what is offered; only the button takes the seat."""
    event = event_or_404(event_slug, request.user)
    invitation = invitation_or_404(event, request.user, token)
    if team_of(event, request.user) == invitation.team:
        return redirect(invitation.team)  # a mail that is opened once more
    obstacle = obstacles.to_accepting(invitation, request.user)
    if request.method == "GET" and not obstacle and (first := page_before(event, request)):
        return first
    sentence = _("Welcome to %(team)s.") % {"team": invitation.team}
    if request.method == "POST" and do_and_tell(
        request, sentence, registration.accept_invitation, invitation=invitation
    ):
        return redirect(invitation.team)
    context = {"invitation": invitation, "obstacle": obstacle}
    return event_page(request, event, "teams/team/accept.html", context)


@login_required
@require_POST
def open_link(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = captained_or_404(event, request.user, team_id)
    form = LinkForm(request.POST, event=event)
    if not form.is_valid():
        return show_team(request, event, team, link_form=form)
    do_and_tell(request, _("Here is your link."), joining.open_link, team=team, **form.cleaned_data)
    return redirect(team)


@login_required
@require_POST
def revoke_link(
    request: SignedInRequest, event_slug: str, team_id: int, link_id: int
) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = captained_or_404(event, request.user, team_id)
    link = team_link_or_404(team, link_id)
    do_and_tell(request, _("The link no longer works."), joining.revoke_link, link=link)
    return redirect(team)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def type_code(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """For who got the code on paper or by voice."""
    event = event_or_404(event_slug, request.user)
    form = CodeForm(request.POST or None, event=event)
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"]
        if link_behind(event, code):
            return redirect("teams:join", event.slug, code)
        if event.needs_code and code_among(event.admission_codes.all(), code, seen_at(event)):
            return with_admission_code(request, event, code)
        form.add_error("code", no_such_code(event))
    obstacle = obstacles.to_typing_code(event, request.user)
    context = {"form": form, "obstacle": obstacle}
    return event_page(request, event, "teams/team/code.html", context)


def with_admission_code(request: SignedInRequest, event: "Event", code: str) -> HttpResponse:
    """To registering, where the code is filled in; whoever is registered needs none."""
    if must_bring_code(event, request.user):
        keep_code(request, event, code)
    else:
        messages.info(
            request, _("This is the code to register for the event. You are registered already.")
        )
    return redirect("teams:taking_part", event.slug)


def no_such_code(event: "Event") -> str:
    if event.needs_code:
        return _(
            "Neither a team nor the organisers gave out this code, or it works no more. Look at "
            "it again, or ask who gave it to you."
        )
    return _("No team has this code. Look at it again, or ask your captain.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: SignedInRequest, event_slug: str, code: str) -> HttpResponse:
    """A GET shows the team; only the button takes the seat."""
    event = event_or_404(event_slug, request.user)
    link = link_or_404(event, code)
    obstacle = obstacles.to_using(link, request.user)
    if request.method == "GET" and not obstacle and (first := page_before(event, request)):
        return first
    sentence = _("Welcome to %(team)s.") % {"team": link.team}
    if request.method == "POST" and do_and_tell(request, sentence, joining.use_link, link=link):
        return redirect(link.team)
    context = {"link": link, "team": link.team, "obstacle": obstacle}
    return event_page(request, event, "teams/team/join.html", context)
