from django.urls import path

from judging.planning import views

urlpatterns = [
    path("judging/plan/<slug:slug>/", views.plan, name="plan"),
    path("judging/plan/<slug:slug>/propose/", views.propose, name="propose_wave"),
    path("judging/plan/<slug:slug>/rebalance/", views.rebalance, name="rebalance"),
    path("judging/plan/<slug:slug>/<int:number>/release/", views.release, name="release"),
    path("judging/plan/<slug:slug>/<int:number>/add/", views.add, name="add_review"),
    path(
        "judging/plan/<slug:slug>/reviews/<int:assignment_id>/take/", views.take, name="take_review"
    ),
]
