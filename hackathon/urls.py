from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("hackathon.front_urls")),
    path("admin/", admin.site.urls),
    path("account/", include("allauth.urls")),
    path("e/<slug:event_slug>/", include("challenges.urls")),
    path("e/<slug:event_slug>/teams/", include("teams.urls")),
]
