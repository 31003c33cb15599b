"""What a file is, by what it holds: never by its name, never by what its sender says.

Nothing is ever unpacked. Pictures are made anew; of everything else only so much is read that
a file which would harm whoever opens it later is refused, with the sentence that says why.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from hackathon.files import incoming
from hackathon.files.inspection import archives, documents, pictures
from hackathon.files.inspection.formats import FORMATS, Format
from hackathon.files.inspection.names import shown_name
from hackathon.kernel.models.event import FileKind
from hackathon.kernel.sentences import Listing, Sentence

HEAD = 4096


@dataclass(frozen=True)
class Found:
    """What was found out: the kind, the name to show, and the file to keep."""

    path: Path
    name: str
    kind: FileKind
    media_type: str


@contextmanager
def inspect_file(path: Path, name: str, allowed: Collection[str]) -> Iterator[Found]:
    """Raises ValidationError for a file that is not taken. Its ``path`` ends with the block."""
    form = form_of(path)
    if form.kind not in allowed:
        raise ValidationError(not_taken(form.kind, allowed).as_message)
    shown = shown_name(name, form.extensions)
    if form.kind != FileKind.IMAGE:
        yield Found(path, shown, form.kind, form.media_type)
        return
    with incoming.temporary() as clean:
        pictures.make_anew(path, clean, form.pillow)
        yield Found(clean, shown, form.kind, form.media_type)


def form_of(path: Path) -> Format:
    """The format that the whole file bears out, not only its first bytes."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    for look in (pictures.look, documents.look, archives.look):
        if name := look(path, head):
            return FORMATS[name]
    raise ValidationError(
        _("This file is of no kind that can be handed in. Save it as PDF, or pack it into a ZIP.")
    )


def not_taken(kind: FileKind, allowed: Collection[str]) -> Sentence:
    if not allowed:
        return Sentence(gettext_noop("This event takes no files."))
    taken = [known.label for known in FileKind if known in allowed]
    return Sentence(
        gettext_noop("This event does not take this kind of file (%(kind)s). It takes: %(taken)s."),
        {"kind": kind.label, "taken": Listing(taken, gettext_noop("and"))},
    )


def in_words(kinds: Collection[str]) -> str:
    return get_text_list([str(kind.label) for kind in FileKind if kind in kinds], gettext("and"))
