from judging.conflicts.urls import urlpatterns as conflicts
from judging.paper.urls import urlpatterns as paper
from judging.planning.urls import urlpatterns as planning
from judging.progress.urls import urlpatterns as progress
from judging.ranking.urls import urlpatterns as ranking
from judging.results.urls import urlpatterns as results
from judging.rules.urls import urlpatterns as rules
from judging.scorecards.urls import urlpatterns as scorecards
from judging.seats.urls import urlpatterns as seats
from judging.unsaved.urls import urlpatterns as unsaved

app_name = "judging"
urlpatterns = [
    *rules,
    *ranking,
    *results,
    *planning,
    *scorecards,
    *seats,
    *unsaved,
    *progress,
    *paper,
    *conflicts,
]
