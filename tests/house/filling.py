"""What somebody types into a form, knowing only what the page tells about each field."""

from datetime import timedelta
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.house.rendered import Button, Control, Form
from tests.teams.submissions.hostile import picture
from tests.teams.submissions.tus import PDF

TICKS = ("checkbox", "radio")
KEPT = ("hidden", *TICKS, "select", "file")  # what an empty form still sends as it stands
SECRET = "quite-Long-and-odd-7431"
numbers = count(1)  # nobody types the same address twice


def untouched(form: Form, button: Button | None) -> dict[str, list]:
    """The form with every field that one types in left empty."""
    sent: dict[str, list] = {}
    for control in form.controls:
        if control.kind in KEPT:
            put(sent, control, values_of(control))
        else:
            put(sent, control, [""])
    return with_button(sent, button)


def filled(
    form: Form, button: Button | None, known: dict[str, str], changed: dict[str, str]
) -> dict[str, list]:
    """What stands there already is kept; the rest is filled with a valid value of its kind.

    By the field's name, ``known`` are values that nobody can make up: a code on paper; and
    ``changed`` are values that somebody types over what stands there.
    """
    sent: dict[str, list] = {}
    chosen = {c.name for c in form.controls if c.kind in TICKS and c.is_set}
    for control in form.controls:
        if control.name.endswith("-DELETE") or "__prefix__" in control.name:
            continue
        values = values_of(control)
        if control.name in known and control.kind != "hidden" and not any(values):
            values = [known[control.name]]
        if control.name in changed:
            values = [changed[control.name]]
        elif control.kind in TICKS and control.name not in chosen and not sent.get(control.name):
            values = [control.value]
        elif control.kind not in ("hidden", *TICKS) and not any(values):
            values = made_up(control)
        put(sent, control, values)
    return with_button(sent, button)


def other_values(form: Form) -> dict[str, list]:
    """For each field that one types, chooses or ticks in: something else than what it shows."""
    found = {}
    for control in form.controls:
        if control.name not in found and (values := another(control)) is not None:
            found[control.name] = values
    return found


def another(control: Control) -> list[str] | None:
    looks, value = control.attributes.get("class", ""), control.value
    if control.kind in ("hidden", "file", "password") or "DateField" in looks:
        return None
    if "TimeField" in looks or control.kind in ("date", "time", "datetime-local"):
        return None  # an instant has to fit the others
    if control.kind == "checkbox":
        return [] if control.is_set else [value]
    if control.kind in ("select", "radio"):
        offered = control.choices or [value]
        return [one for one in offered if one and one not in control.chosen][:1] or None
    if control.kind == "number":
        return [str(int(float(value or 0)) + 1)]
    if control.kind == "email" or "@" in value:
        return [f"new{next(numbers)}@example.org"]
    most = int(control.attributes.get("maxlength") or 10**6)
    return [f"{value[: most - 5]}-anew"]


def put(sent: dict[str, list], control: Control, values: list) -> None:
    if values:
        sent.setdefault(control.name, []).extend(values)


def with_button(sent: dict[str, list], button: Button | None) -> dict[str, list]:
    return {**sent, button.name: [button.value]} if button and button.name else sent


def values_of(control: Control) -> list[str]:
    """What a browser sends for this field if nobody touches it."""
    if control.kind in TICKS:
        return [control.value] if control.is_set else []
    if control.kind == "select":
        return control.chosen
    return [] if control.kind == "file" else [control.value]


def made_up(control: Control) -> list:
    kind, had = control.kind, control.attributes
    looks = had.get("class", "")
    soon = timezone.localdate() + timedelta(days=1)
    if ("vDateField" in looks or "vTimeField" in looks) and "required" not in had:
        return []  # an instant that fits the others is more than a valid one of its kind
    if kind == "select":
        return next(([choice] for choice in control.choices if choice), [])
    if kind == "file":
        return [file_for(had.get("accept", ""))]
    if kind == "number":
        return [str(max(1, int(float(had.get("min") or 1))))]
    if kind == "date" or "vDateField" in looks:
        return [soon.isoformat()]
    if kind == "time" or "vTimeField" in looks:
        return ["12:00"]
    if kind == "datetime-local":
        return [f"{soon.isoformat()}T12:00"]
    if kind == "url" or "vURLField" in looks:
        return ["https://project.example.org/"]
    if kind == "password":
        return [SECRET]
    if kind in ("email", "textarea") or "vTextField" not in looks:
        return [f"new{next(numbers)}@example.org"[: int(had.get("maxlength") or 99)]]
    return ["new-words"]


def file_for(accepted: str) -> SimpleUploadedFile:
    if "image" in accepted:
        return SimpleUploadedFile("photo.png", picture(), "image/png")
    if "csv" in accepted:
        return SimpleUploadedFile("list.csv", b"name,email\nNew,new@example.org\n", "text/csv")
    return SimpleUploadedFile("plan.pdf", PDF, "application/pdf")
