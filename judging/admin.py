from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from hackathon.admin_base import ReadOnlyAdmin
from judging import admin_rules as admin_rules  # registers its own pages
from judging.admin_conflicts import ConflictAdmin
from judging.admin_jury import JudgeAdmin
from judging.admin_results import ResultsAdmin
from judging.models import Conflict, Judge, Results, Score, Scorecard
from teams.admin import MemberInline

admin.site.register(Results, ResultsAdmin)
admin.site.register(Judge, JudgeAdmin)
admin.site.register(Conflict, ConflictAdmin)


class ScoreInline(MemberInline):
    model = Score
    fields = ["criterion", "value"]

    def get_queryset(self, request):
        return admin.StackedInline.get_queryset(self, request).select_related("criterion")


@admin.register(Scorecard)
class ScorecardAdmin(ReadOnlyAdmin):
    event_path = "judge__event"
    list_display = ["judge", "version", "handed_in_at", "counts"]
    list_select_related = ["judge", "version__submission"]
    inlines = [ScoreInline]

    def get_queryset(self, request):
        tie = Conflict.objects.standing().filter(
            judge=OuterRef("judge"), team=OuterRef("version__submission__team")
        )
        return super().get_queryset(request).annotate(is_tied=Exists(tie))

    @admin.display(description=_("counts"))
    def counts(self, card: Scorecard) -> str:
        if card.is_tied:
            return _("no: conflict of interest")
        if card.set_aside_at:
            return _("no: set aside")
        return _("yes") if card.handed_in_at and not card.abstained_at else _("not yet")
