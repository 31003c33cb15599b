from django.urls import path

from judging.results.views import minutes, public

urlpatterns = [
    path("judging/minutes/<slug:slug>/", minutes.minutes, name="minutes"),
    path("jury/", public.jury, name="jury"),
    path("jury/<int:judge_id>/photo/", public.photo, name="photo"),
    path("results/", public.results, name="results"),
]
