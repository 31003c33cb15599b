"""Answers to probes, load balancers and monitoring; who asks without the token learns no reason."""

import asyncio
import os
import secrets
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from health_check.base import HealthCheckResult
from health_check.views import HealthCheckView
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

from hackathon.health import checks, request_watch
from hackathon.health.metrics import SiteCollector

OK, DEGRADED, UNAVAILABLE = "ok", "degraded", "unavailable"


@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": OK})


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers of this host's web processes, and of the site; for whoever brings the token."""
    if not may_know_why(request):
        return HttpResponse(status=403)
    own = request_watch.registry
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        own = CollectorRegistry()
        MultiProcessCollector(own)
    site = CollectorRegistry()
    site.register(SiteCollector())
    numbers = generate_latest(own) + generate_latest(site)
    return HttpResponse(numbers, content_type=CONTENT_TYPE_LATEST)


class Report(HealthCheckView):
    """All checks at once. 503 where one fails without which no request can be answered."""

    checks: Sequence[Any] = checks.ALL

    async def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with self.get_executor() as executor:
            self.results = await asyncio.gather(
                *(check.get_result(executor) for check in self.get_checks())
            )
        status = status_of(self.results)
        told: dict[str, Any] = {"status": status}
        if may_know_why(request):
            told["checks"] = {name_of(result): sentence_of(result) for result in self.results}
        response = JsonResponse(told, status=503 if status == UNAVAILABLE else 200)
        if status == UNAVAILABLE:
            response.headers["Retry-After"] = "10"
        return response


class Readiness(Report):
    """Whether requests may be sent here."""

    checks = checks.NEEDED


def status_of(results: list[HealthCheckResult]) -> str:
    """Unavailable if a needed check fails, degraded if another one does."""
    failed = [result.check for result in results if result.error]
    if any(isinstance(check, checks.NEEDED) for check in failed):
        return UNAVAILABLE
    return DEGRADED if failed else OK


def name_of(result: HealthCheckResult) -> str:
    return type(result.check).__name__.lower()


def sentence_of(result: HealthCheckResult) -> str:
    return result.error.message if result.error else OK


def may_know_why(request: HttpRequest) -> bool:
    """Whoever brings the token that the operator set; nobody where none is set."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    wanted = settings.HEALTH_TOKEN
    return bool(wanted) and secrets.compare_digest(given.encode(), wanted.encode())
