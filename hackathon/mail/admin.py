"""Mails as the organisers see them: what waits, what was sent, what needs somebody to decide."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from hackathon.kernel.models.event import Event
from hackathon.kernel.predicates import is_event_maker
from hackathon.kernel.texts import StrOrPromise
from hackathon.mail import policy
from hackathon.mail.kept_mails import mails_kept_from
from hackathon.mail.models.mail import EmailLog
from hackathon.mail.selectors import MailCounts, mail_counts, server_trouble
from hackathon.mail.services import decisions
from hackathon.mail.words import name_of_mail
from hackathon.web.forms import AddressField, PlainField
from hackathon.web.refusals import refusal_in_form, refusal_in_message
from hackathon.web.signed_in import user_of
from hackathon.workplace.base import (
    ReadOnlyAdmin,
    own_events,
    what_tells_marks,
    without_what_tells_marks,
)

S = EmailLog.Status


class ActForm(forms.Form):
    """One thing that can be decided about a mail; ``name`` is what its button sends."""

    name = ""
    button: StrOrPromise = ""
    help: StrOrPromise = ""
    done: StrOrPromise = ""
    prefix: str

    def __init__(self, data: Any = None) -> None:
        chosen = data if data and data.get("do") == self.name else None
        super().__init__(chosen, prefix=self.name)


class WithReason(ActForm):
    reason = PlainField(label=_("The reason"), max_length=300)


class ReleaseForm(ActForm):
    name, button = decisions.RELEASE, _("Send it now")
    done = _("It is on its way.")
    help = _("It waits because it could not be sent for two days, or because somebody held it.")


class HoldForm(WithReason):
    name, button = decisions.HOLD, _("Hold it")
    done = _("It is held.")
    help = _("It is not sent until somebody releases it.")


class ResendForm(WithReason):
    name, button = decisions.RESEND, _("Send it again")
    done = _("It is on its way again.")
    help = _("It goes to the same address once more, as it reads by now.")


class DropForm(WithReason):
    name, button = decisions.DROP, _("Do not send it")
    done = _("It will not be sent.")
    help = _("It stays on record, with this reason, and nobody is written to.")


class ReaddressForm(WithReason):
    name, button = "readdress", _("Send it to this address")
    done = _("It is on its way to the other address.")
    help = _(
        "For an address that was mistyped. A link in it opens only for the address that it was "
        "made for."
    )
    address = AddressField(label=_("Another address"))
    field_order = ["address", "reason"]


OFFERED: dict[str, list[type[ActForm]]] = {
    S.QUEUED: [HoldForm, DropForm, ReaddressForm],
    S.HELD: [ReleaseForm, DropForm, ReaddressForm],
    S.FAILED: [ResendForm, DropForm, ReaddressForm],
    S.SENT: [ResendForm],
    S.SENDING: [],
}
FOR_EVENTS: dict[str, Callable[..., int]] = {
    decisions.HOLD: decisions.hold_mails,
    decisions.RELEASE: decisions.release_mails,
    decisions.RESEND: decisions.resend_mails,
    decisions.DROP: decisions.drop_mails,
}


def forms_for(mail: EmailLog, data: Any = None) -> list[ActForm]:
    """What can be decided about it as it stands."""
    if not mail.has_words:
        return []
    offered = [form for form in OFFERED[mail.status] if form is not ReaddressForm]
    if ReaddressForm in OFFERED[mail.status] and mail.event and not mail.reader_id:
        offered.append(ReaddressForm)
    if mail.status == S.FAILED and mail.reason:  # decided: left unsent
        offered.remove(DropForm)
    return [form(data) for form in offered]


def carry_out(request: HttpRequest, mail: EmailLog, form: ActForm) -> None:
    """Raises what the service raises."""
    said = {"actor": request.user, "reason": form.cleaned_data.get("reason", "")}
    if mail.event is None:
        decisions.decide_site_mails(act=form.name, mails=[mail.pk], **said)
    elif form.name == ReaddressForm.name:
        address = form.cleaned_data["address"]
        decisions.readdress_mail(event=mail.event, mail=mail.pk, address=address, **said)
    else:
        FOR_EVENTS[form.name](event=mail.event, mails=[mail.pk], **said)


def counts_for(request: HttpRequest, events: list[Event]) -> dict[int | None, MailCounts]:
    """Of one's own events, and of the site for who runs it, without what one may not know of."""
    return mail_counts(
        events,
        site=is_event_maker(request.user),
        but=what_tells_marks(request, "entry__"),
        kept=mails_kept_from(user_of(request)),
    )


@admin.register(EmailLog)
class EmailLogAdmin(ReadOnlyAdmin):
    event_path = "entry__event"
    list_display = ["created_at", "recipient", "reader", "kind", "status", "sent_at", "error"]
    list_select_related = ["reader"]
    list_filter = ["status"]
    search_fields = ["recipient", "reader__name", "reader__email"]
    search_help_text = _("Name or email address")
    ordering = ["-id"]

    @admin.display(description=_("kind"), ordering="template")
    def kind(self, mail: EmailLog) -> str:
        return name_of_mail(mail.template)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Of one's own events; what is about no event is for those who run the site."""
        own = super().get_queryset(request)
        own = without_what_tells_marks(request, own, "entry__")
        own = own.exclude(mails_kept_from(user_of(request)))
        if not is_event_maker(request.user):
            return own
        rows = EmailLog.objects.filter(Q(entry=None) | Q(entry__event=None) | Q(pk__in=own))
        return rows.order_by("-id")

    def has_view_permission(self, request: HttpRequest, obj: EmailLog | None = None) -> bool:
        return is_event_maker(request.user) or super().has_view_permission(request, obj)

    def get_urls(self) -> list:
        release = self.admin_site.admin_view(require_POST(self.release_all))
        return [
            path("release/", release, name="hackathon_emaillog_release"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What needs somebody stands above the list."""
        events, runs_site = own_events(request), is_event_maker(request.user)
        found = counts_for(request, events)
        overview = [(event, found[event.pk]) for event in events if event.pk in found]
        more = {
            "overview": overview,
            "site_mails": found.get(None) if runs_site else None,
            "server": server_trouble(),
        }
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One mail: what is known of it, and what can be decided."""
        mail = self.get_object(request, object_id) if object_id else None
        if mail is None or not self.has_view_permission(request, mail):
            raise Http404
        sent = request.POST if request.method == "POST" else None
        offered = forms_for(mail, sent)
        bar = policy.DROP_MAIL.bar(request.user, mail.event) if mail.event else ""
        if bar and sent is None:  # what is sent reaches the service
            offered = [form for form in offered if form.name == decisions.RESEND]
        chosen = next((form for form in offered if form.is_bound), None)
        if sent is not None and chosen is None:
            messages.error(request, _("This mail has changed meanwhile. Look at it again."))
            return redirect(request.path)
        if chosen and chosen.is_valid():
            with refusal_in_form(chosen) as act:
                carry_out(request, mail, chosen)
            if act.is_done:
                messages.success(request, chosen.done)
                return redirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "mail": mail,
            "kind": name_of_mail(mail.template),
            "offered": offered,
            "bar": bar,
            "title": str(mail.recipient),
        }
        return render(request, "admin/hackathon/emaillog/mail.html", context)

    def release_all(self, request: HttpRequest) -> HttpResponse:
        """Everything that is held of one event, or of what is about none."""
        number = request.POST.get("event", "")
        with refusal_in_message(request) as act:
            if number:
                event = next((row for row in own_events(request) if str(row.pk) == number), None)
                if event is None:
                    raise Http404
                count = decisions.release_mails(actor=user_of(request), event=event)
            else:
                count = decisions.decide_site_mails(
                    actor=user_of(request), act=decisions.RELEASE, mails=None
                )
        if act.is_done:
            messages.success(request, _("On their way: %(count)s.") % {"count": count})
        return redirect("admin:hackathon_emaillog_changelist")
