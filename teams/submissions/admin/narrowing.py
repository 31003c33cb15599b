"""By what an organiser narrows the list of submissions."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge
from hackathon.kernel.texts import StrOrPromise
from hackathon.web.signed_in import user_of
from hackathon.workplace.base import ByNumberFilter
from teams.submissions.models.submission import Version
from teams.submissions.selectors.health import missing_from


class OwnChallengeFilter(ByNumberFilter):
    """The challenges of one's own events; of one event, if that has been chosen."""

    title = _("challenge")
    parameter_name = "challenge"
    path = "team__challenge"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        own = Challenge.objects.filter(event__organisers__user=user_of(request)).distinct()
        if (event := request.GET.get("event", "")).isdecimal():
            own = own.filter(event=int(event))
        return [(row.pk, row.title) for row in own]


class OriginFilter(admin.SimpleListFilter):
    title = _("how it came in")
    parameter_name = "origin"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return Version.Origin.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(last_origin=self.value()) if self.value() else queryset


class YesNoFilter(admin.SimpleListFilter):
    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [("yes", _("yes")), ("no", _("no"))]


class FilesFilter(YesNoFilter):
    title = _("has files")
    parameter_name = "files"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "yes":
            return queryset.filter(file_count__gt=0)
        return queryset.filter(file_count=0) if self.value() == "no" else queryset


def has_link(name: str, words: StrOrPromise) -> type[YesNoFilter]:
    class LinkFilter(YesNoFilter):
        title = words
        parameter_name = name.removesuffix("_url")

        def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
            if self.value() == "yes":
                return queryset.exclude(**{name: ""})
            return queryset.filter(**{name: ""}) if self.value() == "no" else queryset

    return LinkFilter


class IncompleteFilter(YesNoFilter):
    """Asks the checklist itself, so that the list never disagrees with what a team is told."""

    title = _("incomplete")
    parameter_name = "incomplete"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        wanted = self.value() == "yes"
        found = [row.pk for row in queryset if bool(missing_from(row)) == wanted]
        return queryset.filter(pk__in=found)


FILTERS: list[Any] = [
    "status",
    "triage",
    OwnChallengeFilter,
    OriginFilter,
    IncompleteFilter,
    FilesFilter,
    has_link("repository_url", _("has a repository")),
    has_link("demo_url", _("has a demo")),
    has_link("video_url", _("has a video")),
]
