from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, QueryDict
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hackathon.accounts.sign_in_links import new_token
from hackathon.events.selectors import told_of
from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import User
from hackathon.mail.state import awaited_mail, state_of
from hackathon.web.browsers import name_browser
from hackathon.web.errands import errand_of
from hackathon.web.forms import NATIVE, SPOKEN
from hackathon.web.markup import to_html
from hackathon.web.site_paths import path_inside

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    return to_html(text or "")


@register.inclusion_tag("account/mail_state.html", takes_context=True)
def mail_state(context: dict[str, Any]) -> dict[str, Any]:
    """What became of the mail that the reader waits for; the page asks again by itself."""
    mail = awaited_mail(context["request"])
    return {"mail": mail, "state": state_of(mail) if mail else ""}


@register.filter
def without_full_stop(sentence: str) -> str:
    """A sentence as the name of a field, before a colon."""
    return str(sentence).rstrip(".")


@register.filter
def spoken(code: str) -> str:
    """A language by its own name."""
    return SPOKEN.get(code, code)


@register.simple_tag
def errand(request: HttpRequest) -> str:
    """What somebody came for who has to sign in first, in a sentence."""
    return "" if request.user.is_authenticated else errand_of(request)


@register.filter
def browser(agent: str) -> str:
    return name_browser(agent)


@register.filter
def sign_in_path(person: User, recipient: str) -> str:
    """A new way in; made when its mail is sent, so that no copy of it rests anywhere.

    For who reads the mail: dead, if the person's address is another one by then.
    """
    return reverse("hackathon:enter", args=[new_token(person, recipient)])


@register.filter
def token_mailed_to(row: Any, recipient: str) -> str:
    """The token of a mail to this address: dead, if the row names another one by then."""
    return row.token_at(recipient)


@register.filter
def in_fours(letters: str) -> str:
    """Easier to copy by hand."""
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


@register.filter
def until(end: datetime, now: datetime) -> str:
    return left_in_words(end - now)


@register.filter
def waited(since: datetime, now: datetime) -> str:
    return left_in_words(now - since)


@register.filter
def in_words(length: timedelta) -> str:
    return left_in_words(length)


def left_in_words(left: timedelta) -> str:
    """How long that is, in its two largest units; the script of the page counts in the same."""
    minutes = max(0, int(left.total_seconds()) // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("less than a minute")


@register.simple_tag
def days(start: datetime, end: datetime) -> str:
    """From day to day, with month and year said once if they are the same."""
    first, last = timezone.localtime(start), timezone.localtime(end)
    if first.date() == last.date():
        return date_format(first)
    parts = get_format("DATE_FORMAT").split(" ")
    said = 1 if (first.year, first.month) == (last.year, last.month) else 2
    said = said if first.year == last.year else 3
    return f"{date_format(first, ' '.join(parts[:said]))} – {date_format(last)}"


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> SafeString:
    """The same page in each language, with whatever its address asks for."""
    request = context.get("request")
    asked = request.GET.copy() if request else QueryDict(mutable=True)
    asked.pop("language", None)
    if not path_inside(asked.get(REDIRECT_FIELD_NAME, "")):
        asked.pop(REDIRECT_FIELD_NAME, None)
    known = {"current": get_language(), "languages": tuple(NATIVE.items())}
    if not asked:
        return render_part("languages.html", **known, asked="")
    # addresses differ without end, so this one is not kept
    return SafeString(
        get_template("languages.html").render({**known, "asked": f"{asked.urlencode()}&"})
    )


@register.filter
def native(code: str) -> str:
    """A language as its own speakers call it."""
    return NATIVE.get(code, code)


@register.simple_tag
def head_links() -> SafeString:
    return render_part("head.html")


@register.simple_tag(takes_context=True)
def account_links(context: template.Context) -> SafeString:
    """The ways in; from one of them to the other, one goes on to the same page."""
    request: Any = context.get("request")
    path = getattr(request, "path", "/")
    if path == reverse("account_email_verification_sent"):  # which has its own way to sign in
        return mark_safe("")
    if path.startswith(reverse("account_login").removesuffix("login/")):
        path = request.GET.get(REDIRECT_FIELD_NAME, reverse("hackathon:events"))
    return render_part("account_links.html", path=path, language=get_language())


@register.simple_tag(takes_context=True)
def tabs(context: template.Context) -> SafeString:
    """The event's own navigation; what the reader alone has is at its end."""
    event, links, request = context["event"], context["strip"].links, context["request"]
    match = getattr(request, "resolver_match", None)
    return render_part(
        "tabs.html",
        slug=event.slug,
        name=event.name,
        phase=context["phase"],
        shows_projects=bool(event.published_at or event.gallery_opened_at),
        shows_partners=is_shown(event, "has_partners"),
        shows_coaches=is_shown(event, "has_coaches"),
        view=match.view_name if match else "",
        links=tuple(links),
        path=request.path if links else "",
        language=get_language(),
    )


def is_shown(event: Event, attribute: str) -> bool:
    """Whether there is something to see; organisers reach the empty page as well, to fill it."""
    return told_of(event, attribute) or getattr(event, "is_own", False)


@lru_cache(maxsize=1024)
def render_part(template_name: str, /, **everything: Any) -> SafeString:
    """A part of the frame that depends on what it is given and on nothing else."""
    return SafeString(get_template(template_name).render(everything))


@register.simple_tag
def once(template_name: str, **everything: Any) -> SafeString:
    """Like ``include`` for a part that looks the same whenever it is given the same."""
    return render_part(template_name, language=get_language(), **everything)


@register.simple_tag(takes_context=True)
def current(context: template.Context, *views: str) -> SafeString:
    """Marks the link to the page that is being shown."""
    match = getattr(context.get("request"), "resolver_match", None)
    is_here = match is not None and match.view_name in views
    return mark_safe('aria-current="page"' if is_here else "")  # noqa: S308 - a constant
