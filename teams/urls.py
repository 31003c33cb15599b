from django.urls import path

from teams.views import gallery, registration, submissions

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
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/<int:submission_id>/", gallery.project, name="project"),
    path("gallery/<int:submission_id>/file/", gallery.project_file, name="project_file"),
]
