from django.urls import path

from judging.ranking import views

urlpatterns = [
    path("judging/ranking/<slug:slug>/", views.board, name="ranking"),
    path("judging/ranking/<slug:slug>/export/", views.export, name="ranking_export"),
    path("judging/ranking/<slug:slug>/without-each/", views.without_each, name="without_each"),
    path("judging/ranking/<slug:slug>/tie/", views.decide, name="decide_tie"),
]
