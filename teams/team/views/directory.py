from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from hackathon.events.selectors import event_or_404
from hackathon.web.pages import event_page
from hackathon.web.signed_in import SignedInRequest
from teams.participants.selectors import participant_of
from teams.team.forms.team import FilterForm
from teams.team.selectors import directory as directory_selectors
from teams.team.selectors import obstacles
from teams.team.selectors.team import inviting_team, people_invited, requests_of


@login_required
@require_safe
def directory(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """Teams that look for people; with ``?who=people``, people who look for a team."""
    event = event_or_404(event_slug, request.user)
    form = FilterForm(request.GET, event=event)
    wanted = form.cleaned_data if form.is_valid() else {}
    shows_people = request.GET.get("who") == "people"
    inviting = inviting_team(event, request.user) if shows_people else None
    number = request.GET.get("page")
    context = {
        "inviting": inviting,
        "inviting_obstacle": inviting and obstacles.to_inviting(inviting),
        "invited": inviting and people_invited(inviting),
        "form": form,
        "shows_people": shows_people,
        "page": (
            directory_selectors.people_page(event, wanted, number, inviting)
            if shows_people
            else directory_selectors.teams_page(event, wanted, number)
        ),
        "query": form.query(without="page"),
        "obstacle": obstacles.to_finding_a_team(event, request.user),
        "participant": participant_of(event, request.user),
        "requests": requests_of(event, request.user),
    }
    return event_page(request, event, "teams/team/directory.html", context)
