"""What teams hand in: how complete it is, what was decided about it, and what can be done."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from hackathon.events.selectors import organised_by
from hackathon.kernel.operations import seen_at
from hackathon.kernel.texts import StrOrPromise
from hackathon.web.refusals import refusal_in_message
from hackathon.web.signed_in import user_of
from hackathon.workplace.base import ReadOnlyAdmin
from teams.deadlines.rule import open_at
from teams.gallery.policy import OPEN_GALLERY
from teams.gallery.services import close_gallery, open_gallery
from teams.submissions import policy
from teams.submissions.admin.deciding import ACTIONS, OPERATIONS, TITLES
from teams.submissions.admin.narrowing import FILTERS
from teams.submissions.admin.recall import recall_page
from teams.submissions.admin.rescue import rescue_page
from teams.submissions.models.submission import Submission, Version
from teams.submissions.selectors.health import links_in, missing_from
from teams.submissions.services.recalling import recallable
from teams.team.admin.inlines import MemberInline
from teams.team.admin.lists import local
from teams.team.admin.rivals import HidesRivals

LINE = mark_safe("<br>")


class VersionInline(MemberInline):
    model = Version
    fields = ["number", "title", "handed_in", "submitted_by", "origin", "taken_back", "sha256"]
    readonly_fields = ["handed_in", "taken_back", "sha256"]
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return admin.StackedInline.get_queryset(self, request).select_related(
            "submitted_by", "recall__made_by", "submission__team__event"
        )

    @admin.display(description=Version._meta.get_field("submitted_at").verbose_name)
    def handed_in(self, version: Version) -> str:
        return local(version.submitted_at, version.event)

    @admin.display(description=_("taken back"))
    def taken_back(self, version: Version) -> str:
        recall = getattr(version, "recall", None)
        if recall is None:
            return "–"
        at = local(recall.made_at, version.event)
        return _("%(at)s, by %(name)s: it does not count") % {"at": at, "name": recall.made_by}


@admin.register(Submission)
class SubmissionAdmin(HidesRivals, ReadOnlyAdmin):
    event_path = "team__event"
    list_display = [
        "named",
        "team",
        "challenge",
        "status",
        "triage",
        "links",
        "missing",
        "files_held",
        "last_saved",
        "last_version",
    ]
    list_display_links = ["named"]
    list_select_related = ["team__event", "team__challenge"]
    list_filter = FILTERS
    search_fields = ["title", "summary", "team__name"]
    ordering = ["-saved_at", "pk"]
    actions = ACTIONS
    timed_actions = OPERATIONS
    fields = [
        "team",
        "challenge",
        "status",
        "triage",
        "decisions",
        "title",
        "summary",
        "description",
        "links_shown",
        "technologies",
        "missing",
        "files_listed",
        "last_saved",
        "submitted",
    ]
    inlines = [VersionInline]
    change_form_template = "admin/teams/submission/change_form.html"
    change_list_template = "admin/teams/submission/change_list.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Submission | None = None) -> Any:
        return self.fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        held = Q(team__attachments__removed_at=None)
        last = Version.objects.standing().filter(submission=OuterRef("pk")).order_by("-number")
        rows = super().get_queryset(request).select_related("team__event", "team__challenge")
        return rows.prefetch_related("team__event__project_questions").annotate(
            file_count=Count("team__attachments", filter=held),
            file_bytes=Sum("team__attachments__size", filter=held),
            last_number=Subquery(last.values("number")[:1]),
            last_origin=Subquery(last.values("origin")[:1]),
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("rescue/<int:team_id>/", view(self.rescue), name="teams_submission_rescue"),
            path("<int:submission_id>/recall/", view(self.recall), name="teams_submission_recall"),
            path("gallery/<int:event_id>/", view(self.gallery), name="teams_submission_gallery"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        events = organised_by(user_of(request))
        told = {"title": _("Submissions"), "own": events}
        return super().changelist_view(request, {**(extra_context or {}), **told})

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        allowed = [policy.TRIAGE] * 3 + [policy.DISQUALIFY]
        decisions = [
            (f"decide_{kind}", title)
            for (kind, title), operation in zip(TITLES.items(), allowed, strict=True)
            if operation.allows(request.user, obj) and obj.status == Submission.Status.SUBMITTED
        ]
        context |= {"decisions": decisions, "may_rescue": self.may_rescue(request, obj)}
        may_recall = policy.RECALL.allows(request.user, obj)
        context["recallable"] = recallable(obj) if may_recall else None
        return super().render_change_form(request, context, add, change, form_url, obj)

    def may_rescue(self, request: HttpRequest, submission: Submission) -> bool:
        is_out = submission.status == Submission.Status.DISQUALIFIED
        is_closed = submission.team.closed_at is not None
        allows = policy.RESCUE.allows(request.user, submission.team)
        return allows and not is_out and not is_closed

    def rescue(self, request: HttpRequest, team_id: int) -> HttpResponse:
        return rescue_page(self, request, team_id)

    def recall(self, request: HttpRequest, submission_id: int) -> HttpResponse:
        rows = self.get_queryset(request)
        return recall_page(self, request, get_object_or_404(rows, pk=submission_id))

    def gallery(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Whether everyone sees the projects, and the button that changes it."""
        event = get_object_or_404(organised_by(user_of(request)), pk=event_id)
        if request.method == "POST":
            wanted = {"open": open_gallery, "close": close_gallery}.get(request.POST.get("do", ""))
            with refusal_in_message(request):
                if wanted is None:
                    raise ValidationError(_("Say whether to open or to close the gallery."))
                wanted(actor=user_of(request), event=event)
            return redirect("admin:teams_submission_gallery", event_id)
        writing = open_at(event.teams.standing(), seen_at(event))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Gallery"),
            "opts": self.opts,
            "event": event,
            "standing": Submission.objects.judgeable().filter(team__event=event).count(),
            "writing": writing.count(),
            "may_open": OPEN_GALLERY.allows(request.user, event),
        }
        return render(request, "admin/teams/submission/gallery.html", context)

    @admin.display(description=_("title"), ordering="title")
    def named(self, submission: Submission) -> StrOrPromise:
        return submission.title or _("Without a title")

    @admin.display(description=_("challenge"), ordering="team__challenge__position")
    def challenge(self, submission: Submission) -> str:
        return submission.team.challenge.title

    @admin.display(description=_("links"))
    def links(self, submission: Submission) -> str:
        """Each by its name; a malformed one says so."""
        rows = ((link.label, "" if link.is_sound else WRONG) for link in links_in(submission))
        return format_html_join(", ", "{}{}", rows) or "–"

    @admin.display(description=_("links"))
    def links_shown(self, submission: Submission) -> str:
        rows = (
            (link.label, link.url, "" if link.is_sound else WRONG) for link in links_in(submission)
        )
        return format_html_join(LINE, "{}: {}{}", rows) or "–"

    @admin.display(description=_("missing"))
    def missing(self, submission: Submission) -> StrOrPromise:
        rows = ((sentence,) for sentence in missing_from(submission))
        return format_html_join(LINE, "{}", rows) or _("nothing")

    @admin.display(description=_("files"))
    def files_held(self, submission: Submission) -> str:
        if not submission.file_count:
            return "–"
        return f"{submission.file_count} · {filesizeformat(submission.file_bytes or 0)}"

    @admin.display(description=_("files"))
    def files_listed(self, submission: Submission) -> str:
        rows = ((file.name, filesizeformat(file.size)) for file in submission.files)
        return format_html_join(LINE, "{} ({})", rows) or "–"

    @admin.display(description=_("last saved"), ordering="saved_at")
    def last_saved(self, submission: Submission) -> str:
        return local(submission.saved_at, submission.event)

    @admin.display(description=Submission._meta.get_field("submitted_at").verbose_name)
    def submitted(self, submission: Submission) -> str:
        return local(submission.submitted_at, submission.event)

    @admin.display(description=_("last version"), ordering="last_number")
    def last_version(self, submission: Submission) -> str:
        if submission.last_number is None or submission.last_origin is None:
            return "–"
        origin = Version.Origin(submission.last_origin)
        if origin == Version.Origin.TEAM:
            return str(submission.last_number)
        return format_html("{} · {}", submission.last_number, origin.label)

    @admin.display(description=_("decisions"))
    def decisions(self, submission: Submission) -> str:
        rows = (
            (local(v.made_at, submission.event), v.get_kind_display(), v.made_by, v.reason)
            for v in submission.verdicts.select_related("made_by")
        )
        return format_html_join(LINE, "{}: <strong>{}</strong>, {}. {}", rows) or "–"


WRONG = format_html(" <strong>({})</strong>", _("malformed"))
