"""A page as its reader takes it: how its source is broken into lines says nothing."""

import re


def squeezed(source: str) -> str:
    """The source on one line, without the spaces that stand at the edges of an element."""
    text = " ".join(source.split())
    text = text.replace("> <", "><").replace(" >", ">").replace(" </", "</")
    return re.sub(r"(<[a-z][^<>]*>) ", r"\1", text)
