from django.urls import path

from teams.views import coaching, gallery, help, registration, submissions

app_name = "teams"
urlpatterns = [
    path("teams/register/", registration.register, name="register"),
    path("teams/invitations/<str:token>/", registration.accept, name="accept"),
    path("teams/<int:team_id>/", registration.team, name="team"),
    path("teams/<int:team_id>/invitations/", registration.invite, name="invite"),
    path(
        "teams/<int:team_id>/invitations/<int:invitation_id>/revoke/",
        registration.revoke,
        name="revoke",
    ),
    path("teams/<int:team_id>/submission/", submissions.submission, name="submission"),
    path("teams/<int:team_id>/submission/preview/", submissions.preview, name="preview"),
    path("teams/<int:team_id>/submission/file/", submissions.draft_file, name="draft_file"),
    path("teams/<int:team_id>/submission/withdraw/", submissions.withdraw, name="withdraw"),
    path("teams/<int:team_id>/versions/<int:number>/", submissions.receipt, name="receipt"),
    path(
        "teams/<int:team_id>/versions/<int:number>/file/",
        submissions.version_file,
        name="version_file",
    ),
    path("teams/<int:team_id>/help/", help.help_page, name="help"),
    path("teams/<int:team_id>/help/<int:help_id>/cancel/", help.cancel, name="help_cancel"),
    path("coaches/", coaching.coaches, name="coaches"),
    path("coaching/", coaching.desk, name="coaching"),
    path("coaching/queue/", coaching.queue, name="queue"),
    path("coaching/load/", coaching.load, name="load"),
    path("coaching/invitations/<str:token>/", coaching.accept, name="coach_accept"),
    path("coaching/<int:help_id>/claim/", coaching.claim, name="help_claim"),
    path("coaching/<int:help_id>/hand-on/", coaching.hand_on, name="help_hand_on"),
    path("coaching/<int:help_id>/close/", coaching.close, name="help_close"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/<int:submission_id>/", gallery.project, name="project"),
    path("gallery/<int:submission_id>/file/", gallery.project_file, name="project_file"),
]
