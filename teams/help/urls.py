from django.urls import path

from teams.help.views import coaching, help

urlpatterns = [
    path("teams/<int:team_id>/help/", help.help_page, name="help"),
    path("teams/<int:team_id>/help/requests/", help.requests, name="help_requests"),
    path("teams/<int:team_id>/help/<int:help_id>/cancel/", help.cancel, name="help_cancel"),
    path("coaches/", coaching.coaches, name="coaches"),
    path("coaching/", coaching.desk, name="coaching"),
    path("coaching/queue/", coaching.queue, name="queue"),
    path("coaching/load/", coaching.load, name="load"),
    path("coaching/invitations/<str:token>/", coaching.accept, name="coach_accept"),
    path("coaching/invitations/<str:token>/decline/", coaching.decline, name="coach_decline"),
    path("coaching/<int:help_id>/claim/", coaching.claim, name="help_claim"),
    path("coaching/<int:help_id>/hand-on/", coaching.hand_on, name="help_hand_on"),
    path("coaching/<int:help_id>/close/", coaching.close, name="help_close"),
]
