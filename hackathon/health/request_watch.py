"""How long each request took and how it ended, for the metrics and the log."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Histogram

logger = logging.getLogger("hackathon.requests")

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
registry = CollectorRegistry()
SECONDS = Histogram(
    "hackathon_request_seconds",
    "How long requests took, by the view that answered and the status.",
    ["view", "method", "status"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=registry,
)


class RequestWatchMiddleware:
    """Names the view and never the address, in which people and keys may stand."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.respond(request)
        seconds = time.perf_counter() - began
        method = request.method if request.method in METHODS else "other"
        view = request.resolver_match.view_name if request.resolver_match else "none"
        SECONDS.labels(view, method, response.status_code).observe(seconds)
        logger.info(
            "%s %s: %s",
            method,
            view,
            response.status_code,
            extra={
                "view": view,
                "method": method,
                "status": response.status_code,
                "milliseconds": round(seconds * 1000),
            },
        )
        return response
