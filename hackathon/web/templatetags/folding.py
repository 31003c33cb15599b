"""Lines of a template that are one line of what is made of it; every template has it at hand."""

import re

from django import template
from django.template.base import NodeList, Parser, TextNode, Token

register = template.Library()
MARK = "\N{INFORMATION SEPARATOR ONE}"  # a line break of the template's own; those of values stay
MARKED = re.compile(rf"[ {MARK}]*{MARK}[ {MARK}]*")


class FoldNode(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        for node in nodelist.get_nodes_by_type(TextNode):
            if isinstance(node, TextNode):
                node.s = node.s.replace("\n", MARK)

    def render(self, context: template.Context) -> str:
        return MARKED.sub(" ", self.nodelist.render(context).strip(f" {MARK}"))


@register.tag
def fold(parser: Parser, token: Token) -> FoldNode:
    """``{% fold %}…{% endfold %}``: what stands between is one line of a mail, or of an attribute.

    Each line break in it, with the spaces around it, is one space; at its ends there is none.
    """
    nodelist = parser.parse(("endfold",))
    parser.delete_first_token()
    return FoldNode(nodelist)
