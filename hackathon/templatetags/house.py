from datetime import datetime, timedelta
from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hackathon.browsers import named
from hackathon.forms import NATIVE, SPOKEN
from hackathon.markup import to_html

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    return to_html(text or "")


@register.filter
def spoken(code: str) -> str:
    """A language by its own name."""
    return SPOKEN.get(code, code)


@register.filter
def browser(agent: str) -> str:
    return named(agent)


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


@register.simple_tag
def language_links() -> SafeString:
    return rendered("languages.html", current=get_language(), languages=tuple(NATIVE.items()))


@register.filter
def native(code: str) -> str:
    """A language as its own speakers call it."""
    return NATIVE.get(code, code)


@register.simple_tag
def head_links() -> SafeString:
    return rendered("head.html")


@register.simple_tag(takes_context=True)
def account_links(context: template.Context) -> SafeString:
    path = getattr(context.get("request"), "path", "/")
    return rendered("account_links.html", path=path, language=get_language())


@register.simple_tag(takes_context=True)
def tabs(context: template.Context) -> SafeString:
    """The event's own navigation; what the reader alone has is at its end."""
    event, links, request = context["event"], context["strip"].links, context["request"]
    match = getattr(request, "resolver_match", None)
    return rendered(
        "tabs.html",
        slug=event.slug,
        name=event.name,
        phase=context["phase"],
        shows_projects=bool(event.published_at or event.gallery_opened_at),
        view=match.view_name if match else "",
        links=tuple(links),
        path=request.path if links else "",
        language=get_language(),
    )


@lru_cache(maxsize=1024)
def rendered(template_name: str, /, **everything) -> SafeString:
    """A part of the frame that depends on what it is given and on nothing else."""
    return get_template(template_name).render(everything)


@register.simple_tag
def once(template_name: str, **everything) -> SafeString:
    """Like ``include`` for a part that looks the same whenever it is given the same."""
    return rendered(template_name, language=get_language(), **everything)


@register.simple_tag(takes_context=True)
def current(context: template.Context, *views: str) -> SafeString:
    """Marks the link to the page that is being shown."""
    match = getattr(context.get("request"), "resolver_match", None)
    is_here = match is not None and match.view_name in views
    return mark_safe('aria-current="page"' if is_here else "")  # noqa: S308 - a constant
