from django.urls import path

from judging.seats.views import entering, president, profile, room

urlpatterns = [
    path("judging/invitations/<str:token>/", entering.enter, name="accept"),
    path("judging/welcome/", entering.welcome, name="welcome"),
    path("judging/welcome/decline/", entering.decline, name="decline"),
    path("judging/profile/", profile.profile, name="profile"),
    path("jury/seat/", room.ask, name="ask"),
    path("judging/room/", room.room, name="room"),
    path("judging/room/screen/", room.screen, name="screen"),
    path("judging/room/open/", room.open_room, name="open_room"),
    path("judging/room/close/", room.close_room, name="close_room"),
    path("judging/room/<int:candidate_id>/", room.answer, name="answer"),
    path("judging/president/jury/", president.people, name="president_people"),
    path("judging/president/jury/<int:judge_id>/", president.excuse, name="excuse"),
    path("judging/president/conflicts/", president.conflicts, name="president_conflicts"),
    path(
        "judging/president/conflicts/file/",
        president.conflicts_file,
        name="president_conflicts_file",
    ),
]
