"""What teams tried to submit, taken or refused; and whether a receipt that is shown is ours."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from hackathon.events.selectors import organised_by
from hackathon.web.signed_in import user_of
from hackathon.workplace.base import ByNumberFilter, ReadOnlyAdmin
from teams.submissions.models.submission import Attempt
from teams.submissions.selectors import proofs
from teams.team.admin.rivals import HidesRivals
from teams.team.models.team import Team

LARGEST = 100_000


class OwnTeamFilter(ByNumberFilter):
    title = _("team")
    parameter_name = path = "team"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        teams = Team.objects.filter(
            event__organisers__user=user_of(request), attempts__isnull=False
        )
        return [(team.pk, str(team)) for team in teams.distinct()]


class ReceiptForm(forms.Form):
    """A receipt as text or as the file that a team kept."""

    text = forms.CharField(
        label=_("The receipt's text"),
        required=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 16, "class": "receipt", "spellcheck": "false"}),
        help_text=_(
            "All lines from BEGIN RECEIPT to END RECEIPT; what stands around them is left."
        ),
    )
    file = forms.FileField(label=_("Or its file"), required=False)

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        cleaned = self.cleaned_data
        upload = cleaned.get("file")
        if upload:
            cleaned["text"] = upload.read(LARGEST).decode("utf-8", errors="replace")
        if not cleaned.get("text") and not self.errors:
            raise forms.ValidationError(_("Paste the receipt's text or choose its file."))
        return cleaned


@admin.register(Attempt)
class AttemptAdmin(HidesRivals, ReadOnlyAdmin):
    event_path = "team__event"
    list_display = ["instant", "team", "outcome", "made_by", "version", "why"]
    list_select_related = ["team__event", "made_by", "version"]
    list_filter = ["outcome", OwnTeamFilter]
    search_fields = ["team__name", "key"]
    ordering = ["-id"]
    fields = [
        "team",
        "instant",
        "outcome",
        "why",
        "made_by",
        "version",
        "key",
        "body_sha256",
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Attempt | None = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "instant", "why"]

    @admin.display(description=_("when"), ordering="made_at")
    def instant(self, attempt: Attempt) -> str:
        """With seconds, as the event's own clocks tell it."""
        event = attempt.team.event
        local = timezone.localtime(attempt.made_at, event.zone)
        return f"{date_format(local, 'DATE_FORMAT')}, {local:%H:%M:%S} ({event.time_zone})"

    @admin.display(description=_("reason"))
    def why(self, attempt: Attempt) -> str:
        return attempt.why

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.receipts)
        own = path("<int:event_id>/receipts/", view, name="teams_attempt_receipts")
        return [own, *super().get_urls()]

    def receipts(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Paste a receipt: is it genuine, and is it what the database holds?"""
        event = get_object_or_404(organised_by(user_of(request)), pk=event_id)
        form = ReceiptForm(request.POST or None, request.FILES or None)
        check = None
        if request.method == "POST" and form.is_valid():
            check = proofs.check(event, form.cleaned_data["text"])
        with timezone.override(event.zone):
            context = {
                **self.admin_site.each_context(request),
                "title": _("Check a receipt"),
                "opts": self.opts,
                "event": event,
                "form": form,
                "check": check,
                "public_key": proofs.public_key(),
            }
            return render(request, "admin/teams/attempt/receipts.html", context)
