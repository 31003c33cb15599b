"""Probes come to the machine's address, under any host name, and before the database is there."""

from collections.abc import Callable

from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse

from hackathon.health.paths import LIVE, METRICS, READY, REPORT

Respond = Callable[[HttpRequest], HttpResponse]


class HealthMiddleware:
    """Answers before anything else looks at the request: host, session and language."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in (LIVE, READY, REPORT, METRICS):
            return self.respond(request)
        from hackathon.health import views  # settings name this module before the models are there

        if request.path == LIVE:
            return views.live(request)
        if request.path == METRICS:
            return views.metrics(request)
        view = views.Readiness if request.path == READY else views.Report
        return async_to_sync(view.as_view())(request)
