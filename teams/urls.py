from teams.deadlines.urls import urlpatterns as deadlines
from teams.door.urls import urlpatterns as door
from teams.gallery.urls import urlpatterns as gallery
from teams.help.urls import urlpatterns as help
from teams.participants.urls import urlpatterns as participants
from teams.submissions.urls import urlpatterns as submissions
from teams.team.urls import urlpatterns as team

app_name = "teams"
urlpatterns = [*participants, *door, *team, *submissions, *deadlines, *help, *gallery]
