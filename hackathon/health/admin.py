"""The page that says how the installation is doing, for those who run the site."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hackathon.health.findings import find_all
from hackathon.kernel.predicates import is_event_maker
from hackathon.mail.selectors import count_all_mails


@require_safe
def show_health(request: HttpRequest) -> HttpResponse:
    if not is_event_maker(request.user):
        raise Http404
    context = {
        **admin.site.each_context(request),
        "title": _("How the site is doing"),
        "findings": sorted(find_all(), key=lambda finding: finding.is_well),
        "counts": count_all_mails(),
    }
    return render(request, "admin/health.html", context)
