from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from hackathon.accounts.urls import urlpatterns as accounts
from hackathon.accounts.views import address, leaving
from hackathon.events.urls import urlpatterns as events
from hackathon.mail import demo
from hackathon.mail.urls import urlpatterns as mail

handler404 = "hackathon.web.views.errors.not_found"
handler500 = "hackathon.web.views.errors.server_error"
urlpatterns = [
    path("", include(([*events, *accounts, *mail], "hackathon"))),
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
