"""A page as a browser would read it: its links, its forms with what stands in them, and the
addresses that its scripts call."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
HTMX = {"hx-get": "GET", "hx-post": "POST", "hx-put": "PUT", "hx-delete": "DELETE"}
BUTTONS = {"submit", "image"}
SILENT = {"button", "reset"}  # buttons that only a script listens to


@dataclass
class Control:
    """One field as it stands on the page; ``choices`` are the values that it offers."""

    name: str
    kind: str
    value: str = ""
    is_set: bool = True  # for what is ticked or not
    is_many: bool = False
    choices: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Button:
    name: str
    value: str
    action: str | None = None
    method: str | None = None


@dataclass
class Form:
    page: str  # the address on which it stands
    action: str
    method: str
    controls: list[Control] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    words: str = ""

    def target_of(self, button: Button | None) -> tuple[str, str]:
        """The method and the address that a browser would use for this button."""
        action = button.action if button and button.action is not None else self.action
        method = button.method if button and button.method else self.method
        return method.upper(), urljoin(self.page, action) if action else self.page

    @property
    def can_be_sent(self) -> bool:
        """Whether there is anything to press, or to type in before pressing Enter."""
        return bool(self.buttons) or any(c.kind != "hidden" for c in self.controls)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted({control.name for control in self.controls}))

    @property
    def marks(self) -> tuple[str, ...]:
        """Words in hidden fields, by which a page tells forms with the same fields apart."""
        hidden = [control for control in self.controls if control.kind == "hidden"]
        return tuple(
            sorted(c.value for c in hidden if c.value.isidentifier() and len(c.value) < 30)
        )


@dataclass
class Page:
    address: str
    links: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)  # pictures and files that it loads
    calls: list[tuple[str, str]] = field(default_factory=list)  # method or "", address
    forms: list[Form] = field(default_factory=list)
    repeated_ids: list[str] = field(default_factory=list)  # a label would name the wrong field


def read(html: str, address: str) -> Page:
    reader = Reader(address)
    reader.feed(html)
    reader.close()
    return reader.page


class Reader(HTMLParser):
    """Collects what a page offers. What stands in a ``template`` waits for a script, which asks
    for addresses that stand elsewhere on the page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.page = Page(address)
        self.by_id: dict[str, Form] = {}
        self.apart: list[tuple[str, Control | Button]] = []
        self.form: Form | None = None
        self.select: Control | None = None
        self.area: Control | None = None
        self.option: tuple[str | None, bool] | None = None
        self.text = ""
        self.in_template = 0
        self.in_dialog_form = False
        self.ids: set[str] = set()

    def handle_starttag(self, tag, attrs):
        had = {name: value or "" for name, value in attrs}
        if tag == "template":
            self.in_template += 1
        if self.in_template:
            return
        self.note_addresses(tag, had)
        self.note_id(had.get("id", ""))
        begin = getattr(self, f"begin_{tag}", None)
        if begin:
            begin(had)

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag):
        if tag == "template":
            self.in_template = max(0, self.in_template - 1)
        elif not self.in_template and (end := getattr(self, f"end_{tag}", None)):
            end()

    def handle_data(self, data):
        self.text += data
        if self.form:
            self.form.words += data

    def close(self):
        super().close()
        for owner, part in self.apart:
            if owner in self.by_id:
                self.put(self.by_id[owner], part)

    def note_id(self, name: str) -> None:
        if name and name in self.ids:
            self.page.repeated_ids.append(name)
        self.ids.add(name)

    def note_addresses(self, tag: str, had: dict[str, str]) -> None:
        if tag == "a" and "href" in had:
            self.page.links.append(urljoin(self.page.address, had["href"]))
        if tag in ("img", "iframe", "object", "source") and "src" in had:
            self.page.sources.append(urljoin(self.page.address, had["src"]))
        if tag == "link" and had.get("rel") in ("alternate", "manifest"):
            self.page.sources.append(urljoin(self.page.address, had.get("href", "")))
        for name, value in had.items():
            if name in HTMX:
                self.page.calls.append((HTMX[name], urljoin(self.page.address, value)))
            elif name.startswith("data-") and is_address(value):
                self.page.calls.append(("", urljoin(self.page.address, value)))

    def begin_form(self, had):
        if had.get("method", "").lower() == "dialog":
            self.in_dialog_form = True
            return
        action = had.get("action", "")
        self.form = Form(self.page.address, action, had.get("method") or "get")
        self.page.forms.append(self.form)
        if "id" in had:
            self.by_id[had["id"]] = self.form

    def end_form(self):
        self.form, self.in_dialog_form = None, False

    def begin_input(self, had):
        kind = had.get("type", "text").lower()
        if kind in BUTTONS:
            self.add(had, self.button_of(had))
        elif kind not in SILENT and had.get("name"):
            ticks = kind in ("checkbox", "radio")
            value = had.get("value", "on" if ticks else "")
            is_set = "checked" in had if ticks else True
            many = "multiple" in had
            control = Control(had["name"], kind, value, is_set, many, attributes=had)
            self.add(had, control)

    def begin_button(self, had):
        if had.get("type", "submit").lower() in BUTTONS:
            self.add(had, self.button_of(had))

    def button_of(self, had) -> Button:
        return Button(
            had.get("name", ""), had.get("value", ""), had.get("formaction"), had.get("formmethod")
        )

    def begin_select(self, had):
        self.select = Control(
            had.get("name", ""), "select", is_many="multiple" in had, attributes=had
        )

    def end_select(self):
        if self.select and self.select.name:
            self.end_option()
            if not self.select.chosen and not self.select.is_many and self.select.choices:
                self.select.chosen = self.select.choices[:1]
            self.add(self.select.attributes, self.select)
        self.select = None

    def begin_option(self, had):
        self.end_option()
        self.text = ""
        if "disabled" not in had:
            self.option = (had.get("value"), "selected" in had)

    def end_option(self):
        if self.select is not None and self.option:
            value, is_chosen = self.option
            value = self.text.strip() if value is None else value
            self.select.choices.append(value)
            if is_chosen:
                self.select.chosen.append(value)
        self.option = None

    def begin_textarea(self, had):
        self.text = ""
        self.area = Control(had.get("name", ""), "textarea", attributes=had)

    def end_textarea(self):
        if self.area and self.area.name:
            self.area.value = self.text.removeprefix("\n")
            self.add(self.area.attributes, self.area)
        self.area = None

    def add(self, had: dict[str, str], part: Control | Button) -> None:
        if "disabled" in had:
            return
        if "form" in had:
            self.apart.append((had["form"], part))
        elif self.form is not None:
            self.put(self.form, part)

    def put(self, form: Form, part: Control | Button) -> None:
        (form.buttons if isinstance(part, Button) else form.controls).append(part)


def is_address(value: str) -> bool:
    """Whether an attribute for a script holds an address of this site and no words."""
    if any(letter.isspace() for letter in value):
        return False
    return value.startswith("/") or urlsplit(value).scheme in ("http", "https")
