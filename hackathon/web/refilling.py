"""Puts what was typed back into the form of a page. Knows HTML, and nothing of Django's views.

The page stays as it is, letter for letter, except for the fields of the one form.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Attributes = list[tuple[str, str | None]]
Edit = tuple[int, int, str]

NOT_TYPED = {"password", "file", "submit", "image", "button", "reset"}
TICKED = {"checkbox", "radio"}
COUNTS_OF_ROWS = re.compile(r"-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$")


@dataclass
class Control:
    """A field of a form: its tag, where that stands in the page, and what belongs to it."""

    tag: str
    attributes: Attributes
    start: int
    end: int
    form: "Form | None"
    options: list["Control"] = field(default_factory=list)
    text_end: int = 0

    def get(self, name: str) -> str:
        return dict(self.attributes).get(name) or ""

    @property
    def name(self) -> str:
        return self.get("name")

    @property
    def kind(self) -> str:
        return self.get("type").lower() if self.tag in ("input", "button") else self.tag

    @property
    def is_typed(self) -> bool:
        is_open = "disabled" not in dict(self.attributes)
        is_field = self.tag != "button" and self.kind not in NOT_TYPED
        return bool(self.name) and is_open and is_field and not COUNTS_OF_ROWS.search(self.name)

    def values_in(self, page: str) -> list[str]:
        """What a browser sends for this field, if nobody touches it."""
        if self.kind in TICKED:
            return [self.get("value") or "on"] if "checked" in dict(self.attributes) else []
        if self.tag == "select":
            chosen = [one for one in self.options if "selected" in dict(one.attributes)]
            is_one = "multiple" not in dict(self.attributes)
            return [one.get("value") for one in chosen or self.options[:is_one]]
        if self.tag == "textarea":
            return [unescape(page[self.end : self.text_end]).removeprefix("\n")]
        return [self.get("value")]

    def with_attribute(self, name: str, value: str | None) -> Edit:
        """This tag with another value for one of its attributes; None takes it out."""
        rest = [(key, old) for key, old in self.attributes if key != name]
        if value is not None:
            rest.append((name, value))
        parts = (f' {key}="{escape(old)}"' if old is not None else f" {key}" for key, old in rest)
        return self.start, self.end, f"<{self.tag}{''.join(parts)}>"


@dataclass(frozen=True)
class Refilled:
    """A page with a form filled in; what has no field there; whether anything differs by that."""

    page: str
    rest: list[str]
    is_typed: bool


@dataclass
class Form:
    method: str
    actions: set[str]
    name: str
    page: str
    controls: list[Control] = field(default_factory=list)


class Reader(HTMLParser):
    """The forms of a page, with the places of their fields in it."""

    def __init__(self, page: str, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address, self.page = address, page
        self.lines = [0, *(found.end() for found in re.finditer("\n", page))]
        self.forms: list[Form] = []
        self.loose: list[Control] = []
        self.form: Form | None = None
        self.open: Control | None = None
        self.feed(page)
        self.close()
        named = {form.name: form for form in self.forms if form.name}
        for control in self.loose:
            owner = named.get(control.get("form")) or control.form
            if owner:
                owner.controls.append(control)
                if address := control.get("formaction"):
                    owner.actions.add(self.path_of(address))

    def path_of(self, action: str) -> str:
        return urlsplit(urljoin(self.address, action)).path

    def here(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag == "form":
            found = dict(attrs)
            self.form = Form(
                (found.get("method") or "get").lower(),
                {self.path_of(found.get("action") or "")},
                found.get("id") or "",
                self.page,
            )
            self.forms.append(self.form)
        elif tag in ("input", "textarea", "select", "button", "option"):
            start = self.here()
            end = start + len(self.get_starttag_text() or "")
            self.add(Control(tag, attrs, start, end, self.form, text_end=end))

    def add(self, control: Control) -> None:
        if control.tag == "option":
            if self.open and self.open.tag == "select":
                self.open.options.append(control)
            return
        self.loose.append(control)
        if control.tag in ("textarea", "select"):
            self.open = control

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif self.open and tag == self.open.tag:
            self.open.text_end = self.here()
            self.open = None


def refill_form(
    page: str,
    address: str,
    action: str,
    fields: Iterable[tuple[str, list[str]]],
    left_out: Iterable[str] = (),
) -> Refilled | None:
    """The page at ``address`` with what was typed in its form that is sent to ``action``.

    None, if the page has no such form. Fields that were ``left_out`` stay as the page shows them.
    If all others were sent as they were shown, nothing was typed, and the page stays as it is.
    """
    sent = {name: list(values) for name, values in fields}
    reader = Reader(page, address)
    forms = [form for form in reader.forms if form.method == "post" and action in form.actions]
    if not forms:
        return None
    form = max(forms, key=lambda form: likeness(form, sent))
    names = {control.name for control in form.controls}
    rest = [
        value for name, values in sent.items() if name not in names for value in values if value
    ]
    if not rest and not is_typed_in(form, sent, set(left_out)):
        return Refilled(page, [], is_typed=False)
    return Refilled(apply_edits(page, list(edits_for(form, sent, set(left_out)))), rest, True)


def is_typed_in(form: Form, sent: dict[str, list[str]], left_out: set[str]) -> bool:
    """Whether somebody changed a field of the form, as far as its page and what was sent tell."""
    shown: dict[str, list[str]] = defaultdict(list)
    for control in form.controls:
        if control.is_typed and control.kind != "hidden" and control.name not in left_out:
            shown[control.name] += control.values_in(form.page)
    return any(
        lines(sent.get(name, [])) not in (lines(values), lines(sent.get(f"initial-{name}")))
        for name, values in shown.items()
    )


def lines(values: Iterable[str] | None) -> list[str] | None:
    """Browsers end lines with CR LF; what is empty says nothing."""
    if values is None:
        return None
    return [value.replace("\r\n", "\n") for value in values if value]


def likeness(form: Form, sent: dict[str, list[str]]) -> tuple[int, int]:
    """Forms to one address differ in what they carry unseen; then in their fields."""
    hidden = [control for control in form.controls if control.kind == "hidden"]
    same = sum(control.get("value") in sent.get(control.name, ()) for control in hidden)
    return same, len({control.name for control in form.controls} & set(sent))


def edits_for(form: Form, sent: dict[str, list[str]], left_out: set[str]) -> Iterable[Edit]:
    following: dict[str, int] = defaultdict(int)
    for control in form.controls:
        values = sent.get(control.name)
        if not control.is_typed or control.name in left_out:
            continue
        if control.kind in TICKED:
            is_on = (control.get("value") or "on") in (values or ())
            yield control.with_attribute("checked", "" if is_on else None)
        elif values is None:
            continue
        elif control.tag == "select":
            for option in control.options:
                is_on = option.get("value") in values
                yield option.with_attribute("selected", "" if is_on else None)
        else:
            at = following[control.name]
            following[control.name] += 1
            if at >= len(values):
                continue
            if control.tag == "textarea":
                yield control.end, control.text_end, f"\n{escape(values[at])}"
            else:
                yield control.with_attribute("value", values[at])


def apply_edits(page: str, changes: list[Edit]) -> str:
    parts, at = [], 0
    for start, end, text in sorted(changes):
        parts += [page[at:start], text]
        at = end
    return "".join([*parts, page[at:]])
