from django.urls import path

from teams.team.views import directory, invitations, members, registration, requests

urlpatterns = [
    path("teams/", directory.directory, name="directory"),
    path("teams/register/", registration.register, name="register"),
    path("teams/join/", invitations.type_code, name="type_code"),
    path("teams/join/<str:code>/", invitations.join, name="join"),
    path("teams/invitations/<str:token>/", invitations.accept, name="accept"),
    path("teams/requests/<int:request_id>/withdraw/", requests.withdraw, name="withdraw_request"),
    path("teams/<int:team_id>/", registration.team, name="team"),
    path("teams/<int:team_id>/ask/", requests.ask, name="ask"),
    path("teams/<int:team_id>/edit/", registration.edit, name="edit"),
    path("teams/<int:team_id>/leave/", members.leave, name="leave"),
    path("teams/<int:team_id>/named/", members.name_me, name="name_me"),
    path("teams/<int:team_id>/members/<int:member_id>/", members.member, name="member"),
    path("teams/<int:team_id>/kept/<int:submission_id>/", registration.kept_draft, name="kept"),
    path("teams/<int:team_id>/invitations/", invitations.invite, name="invite"),
    path(
        "teams/<int:team_id>/people/<int:participant_id>/",
        invitations.invite_person,
        name="invite_person",
    ),
    path(
        "teams/<int:team_id>/invitations/<int:invitation_id>/revoke/",
        invitations.revoke,
        name="revoke",
    ),
    path(
        "teams/<int:team_id>/invitations/<int:invitation_id>/resend/",
        invitations.resend,
        name="resend",
    ),
    path("teams/<int:team_id>/links/", invitations.open_link, name="open_link"),
    path(
        "teams/<int:team_id>/links/<int:link_id>/revoke/",
        invitations.revoke_link,
        name="revoke_link",
    ),
    path("teams/<int:team_id>/requests/<int:request_id>/", requests.answer, name="answer"),
    path("teams/<int:team_id>/merge/", requests.propose, name="propose"),
    path("teams/<int:team_id>/merge/<int:offer_id>/", requests.offer, name="offer"),
]
