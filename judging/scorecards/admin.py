from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import words_for
from hackathon.kernel.texts import StrOrPromise
from hackathon.web.signed_in import user_of
from hackathon.workplace.base import ReadOnlyAdmin, without_what_tells_marks
from judging.conflicts.selectors.register import tied_teams
from judging.embargo.waits import readable_events
from judging.scorecards.models import (
    MarkChange,
    Refusal,
    Score,
    Scorecard,
)
from judging.scorecards.selectors.holding import COMPETING, TIED, UNSETTLED
from teams.team.admin.inlines import MemberInline


class ScoreInline(MemberInline):
    model = Score
    fields = ["criterion", "value"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return admin.StackedInline.get_queryset(self, request).select_related("criterion")


class MarksAdmin(ReadOnlyAdmin):
    """Marks to look at, for organisers who may see them; none of a team that they are tied to."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        readable = {f"{self.event_path}__in": readable_events(user_of(request)).values("pk")}
        card = self.event_path.removesuffix("judge__event")
        tied = {f"{card}version__submission__team__in": tied_teams(user_of(request))}
        return super().get_queryset(request).filter(**readable).exclude(**tied)


@admin.register(MarkChange)
class MarkChangeAdmin(MarksAdmin):
    """Every change of a mark: who, when, from what to what."""

    event_path = "scorecard__judge__event"
    list_display = ["changed_at", "scorecard", "criterion", "before", "after", "changed_by"]
    list_select_related = [
        "scorecard__judge",
        "scorecard__version__submission",
        "criterion",
        "changed_by",
    ]
    search_fields = ["scorecard__judge__name", "scorecard__version__title"]
    ordering = ["-id"]


@admin.register(Refusal)
class RefusalAdmin(ReadOnlyAdmin):
    """What was tried in judging and refused."""

    list_display = ["refused_at", "tried", "actor", "why", "event"]
    list_select_related = ["actor", "event"]
    search_fields = ["actor__email", "verb", "reason"]

    @admin.display(description=_("what was tried"), ordering="verb")
    def tried(self, refusal: Refusal) -> str:
        return words_for(refusal.verb)

    @admin.display(description=_("reason"))
    def why(self, refusal: Refusal) -> str:
        return refusal.why

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return without_what_tells_marks(request, super().get_queryset(request))


@admin.register(Scorecard)
class ScorecardAdmin(MarksAdmin):
    event_path = "judge__event"
    list_display = ["judge", "version", "handed_in_at", "counts"]
    list_select_related = ["judge", "version__submission"]
    exclude = ["note", "changed_in"]  # the judge's own, which nobody else is shown; and numbers
    inlines = [ScoreInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Scorecard | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return [name for name in fields if name not in self.exclude]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.annotate(is_tied=TIED, is_unsettled=UNSETTLED, is_competing=COMPETING)

    @admin.display(description=_("counts"))
    def counts(self, card: Scorecard) -> StrOrPromise:
        if card.is_tied:
            return _("no: conflict of interest")
        if card.set_aside_at:
            return _("no: set aside")
        if card.is_unsettled or card.is_competing:
            return _("no: held until settled")
        return _("yes") if card.handed_in_at and not card.abstained_at else _("not yet")
