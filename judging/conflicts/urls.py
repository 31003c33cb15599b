from django.urls import path

from judging.conflicts import views

urlpatterns = [
    path("judging/conflicts/<int:team_id>/", views.conflict, name="conflict"),
]
