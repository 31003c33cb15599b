"""Every form says for whom it was shown: ``web.unsent`` keeps its text for that person."""

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hackathon.web import unsent

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: template.Context) -> SafeString:
    """Django's own tag, which stands in every form that is sent; with the mark beside it."""
    token = SafeString(CsrfTokenNode().render(context))
    request = unsent.reading.get()
    if not token or request is None:
        return token
    mark = format_html(
        '<input type="hidden" name="{}" value="{}">', unsent.MARK, unsent.mark_for(request)
    )
    return token + mark
