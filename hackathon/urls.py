from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from hackathon.views import address, demo, leaving

handler404 = "hackathon.views.errors.not_found"
handler500 = "hackathon.views.errors.server_error"
urlpatterns = [
    path("", include("hackathon.front_urls")),
    path("admin/", admin.site.urls),
    path("account/email/", address.change),  # before allauth's page of this address
    path("account/logout/", leaving.leave),  # likewise
    path("account/", include("allauth.urls")),
    path("e/<slug:event_slug>/", include("challenges.urls")),
    path("e/<slug:event_slug>/", include("teams.urls")),
    path("e/<slug:event_slug>/", include("judging.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/mail/", demo.mail, name="demo_mail"))
