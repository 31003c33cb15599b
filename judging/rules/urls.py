from django.urls import path

from judging.rules import views

urlpatterns = [
    path("rules/", views.rules, name="rules"),
    path("rules/<int:number>/", views.rules, name="rule_sheet"),
]
