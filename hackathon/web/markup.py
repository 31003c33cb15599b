"""People's Markdown as safe HTML: rendered, then cleaned against a short list of tags."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h3",
    "h4",
    "h5",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
LOWER = ("h3", "h4", "h5", "h5", "h5", "h5")

_markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@lru_cache(maxsize=512)  # the same text gives the same HTML
def to_html(text: str) -> SafeString:
    """Headings start right below the page's own, whichever the text begins with; pictures, raw
    HTML and other schemes are dropped."""
    tokens = _markdown.parse(text)
    headings = [token for token in tokens if token.type.startswith("heading")]
    lower = dict(zip(sorted({token.tag for token in headings}), LOWER, strict=False))
    for token in headings:
        token.tag = lower[token.tag]
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308 - nh3 has just cleaned it
