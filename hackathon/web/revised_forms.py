"""Forms that change a row which somebody else may have open: what one has not seen, one keeps.

The page carries, hidden beside each field, the value that it showed (Django's own
``show_hidden_initial``). When it comes back, each field is one of four:

- this person left it as it was: it keeps what the row holds now, whoever wrote that;
- only this person changed it: it is written;
- both wrote the same: there is nothing to decide;
- both changed it: nothing is written, the form shows both values and who wrote the other one,
  and now carries that value, so that pressing save again decides knowingly.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.models import model_to_dict
from django.template.defaultfilters import linebreaksbr
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.selectors import find_last_writer

SHOWN_CHOICES = HTML("{{ form.shown_choices }}")  # for the layouts of crispy forms
MULTIPLE = (forms.SelectMultiple, forms.CheckboxSelectMultiple, forms.MultipleHiddenInput)


class RevisedForm(forms.BaseForm):
    """Mixed into a form or model form, before it.

    ``revised_row`` is the row that the form edits, and none where it makes a new one. A form
    with fields that are no columns says in ``read_current`` where their values stand.
    """

    data: Any  # what was sent; a copy, into which the form writes what the row holds now
    revised_row: Any = None
    clashes: tuple[str, ...] = ()  # the fields that two people changed
    reader: Any = None  # who looks at the page: told apart from others who wrote meanwhile

    @property
    def is_edit(self) -> bool:
        """Whether the form changes something that is there, and may be open twice."""
        return self.revised_row is not None

    def carry_values(self) -> None:
        """Called when all fields are there: each carries what the page showed."""
        if not self.is_edit:
            return
        for name, field in self.fields.items():
            field.show_hidden_initial = self.holds_value(name) and can_be_carried(field)
        if self.is_bound:
            self.data = self.data.copy()
            self.mark_parts()

    def holds_value(self, name: str) -> bool:
        """Whether the field shows something of the row, and is not about the change itself."""
        return name in self.initial or self.fields[name].initial is not None

    def shown_choices(self) -> str:
        """What the page shows in ticks, to be put into a layout: crispy writes them by itself and
        leaves the hidden values out."""
        ticks = (forms.RadioSelect, forms.CheckboxSelectMultiple)
        fields = [self[name] for name, field in self.fields.items() if field.show_hidden_initial]
        chosen = [bound for bound in fields if isinstance(bound.field.widget, ticks)]
        return format_html_join("", "{}", ((b.as_hidden(only_initial=True),) for b in chosen))

    def mark_parts(self) -> None:
        """Django looks for a field's shown value under its own name, to show it again; fields of
        several parts send theirs under other names, and would show what was typed instead."""
        for name, field in self.fields.items():
            if field.show_hidden_initial and isinstance(field.hidden_widget(), forms.MultiWidget):
                whole = self[name].html_initial_name
                if any(sent.startswith(whole) for sent in self.data):
                    self.data[whole] = ""

    def carries(self, name: str) -> bool:
        """Whether the field's value came back with the page; a program may send without.

        Of several values to choose from, none is sent where the page showed none.
        """
        field = self.fields[name]
        if not field.show_hidden_initial:
            return False
        if isinstance(field.hidden_widget(), forms.MultipleHiddenInput):
            return any(sent.startswith(self.add_initial_prefix("")) for sent in self.data)
        return any(sent.startswith(self[name].html_initial_name) for sent in self.data)

    @cached_property
    def changed_data(self) -> list[str]:
        """The names of the fields that this person changed on their page."""
        return [name for name in self.fields if self.is_mine(name)]

    def is_mine(self, name: str) -> bool:
        field = self.fields[name]
        if field.disabled:
            return False
        before = self.get_initial_for_field(field, name)
        if self.carries(name):
            before = self.read_shown(name)
        return differ(field, before, self[name].data)

    def is_theirs(self, name: str) -> bool:
        """Whether the row holds something else by now than what the page showed."""
        field = self.fields[name]
        if not self.carries(name):
            return False
        with timezone.override(self.page_zone()):
            current = self.get_initial_for_field(field, name)
            return differ(field, current, self.read_sent(name))

    def page_zone(self) -> tzinfo:
        """The zone whose clocks the page showed."""
        return timezone.get_current_timezone()

    def read_sent(self, name: str) -> Any:
        """What came back, as it was sent, for the value that the page showed in the field."""
        widget = self.fields[name].hidden_widget()
        return widget.value_from_datadict(self.data, self.files, self[name].html_initial_name)

    def read_shown(self, name: str) -> Any:
        """The same as a value."""
        field, sent = self.fields[name], self.read_sent(name)
        try:
            return sent if isinstance(field, forms.MultiValueField) else field.to_python(sent)
        except ValidationError:  # no page of ours sends that: the field counts as changed
            return None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        if self.is_edit:
            self.merge_values(cleaned)
        return cleaned

    def merge_values(self, cleaned: dict[str, Any]) -> None:
        mine = set(self.changed_data)
        for name in [name for name in self.fields if self.is_theirs(name)]:
            field = self.fields[name]
            current = self.get_initial_for_field(field, name)
            if name not in mine:
                self.take_current(name, current, cleaned)
            elif differ(field, current, self[name].data):
                self.add_error(name, self.tell_both(name, current))
                self.clashes += (name,)
            shown_name = self[name].html_initial_name
            write_value(self.data, field.hidden_widget(), shown_name, field.prepare_value(current))

    def take_current(self, name: str, current: Any, cleaned: dict[str, Any]) -> None:
        """The field was left alone on this page: it shows and keeps what the row holds."""
        field, bound = self.fields[name], self[name]
        write_value(self.data, field.widget, bound.html_name, field.prepare_value(current))
        self.errors.pop(name, None)
        row = self.revised_row
        columns = {column.name for column in row._meta.concrete_fields} if row else ()
        cleaned[name] = getattr(row, name) if name in columns else current

    def tell_both(self, name: str, current: Any) -> str:
        """The sentence beside a field that two people changed, with the other one's value."""
        writer = self.find_writer(name)
        if writer is not None and writer == self.reader:
            sentence = _(
                "You changed this in another window after you had opened this one. What you typed "
                "here is in the field: save again to keep it, or write the other there instead. "
                "The other is:"
            )
        else:
            sentence = _(
                "%(who)s changed this after you opened the page. Yours is in the field: save again "
                "to keep it, or write theirs there instead. Theirs is:"
            ) % {"who": writer or _("Somebody else")}
        words = in_words(self.fields[name], current) or _("(empty)")
        return format_html("{} <q>{}</q>", sentence, linebreaksbr(words, autoescape=True))

    def find_writer(self, name: str) -> Any:
        """Who last changed what the field shows, if that is known."""
        return find_last_writer(self.revised_row, name)

    def read_current(self) -> dict[str, Any]:
        """The values that the database holds now, for those fields that are columns of the row.

        Forms with other fields add theirs.
        """
        model = self.revised_row._meta.model
        row = model._base_manager.get(pk=self.revised_row.pk)
        return model_to_dict(row, fields=self.fields)

    def read_changes(self) -> dict[str, Any]:
        """What this person changed, as values: all that a service is asked to write."""
        return {name: self.cleaned_data[name] for name in self.changed_data}

    def require_current(self, names: Collection[str]) -> None:
        """Asked by the service when it holds the row's lock, before it writes these fields.

        Raises StateConflict if one of them moved after this form had compared it.
        """
        if self.revised_row is None:
            return
        current = self.read_current()
        compared = {
            name: self.initial.get(name, self.fields[name].initial)
            for name in names
            if name in self.fields and name in current
        }
        if any(current[name] != value for name, value in compared.items()):
            raise StateConflict(
                _("Somebody else has just saved this. Look at it again, then save yours.")
            )


class RevisedRowForm(RevisedForm, forms.Form):
    """A form about some columns of ``row``, written down field by field.

    Without ``row`` (where the form is rendered for its looks alone) it carries nothing.
    """

    def __init__(
        self, *args: Any, row: Model | None = None, reader: Any = None, **kwargs: Any
    ) -> None:
        self.revised_row, self.reader = row, reader
        super().__init__(*args, **kwargs)
        self.carry_values()


def can_be_carried(field: forms.Field) -> bool:
    return not field.disabled and not isinstance(field, forms.FileField)


def differ(field: forms.Field, before: Any, after: Any) -> bool:
    """Whether two values of a field are not the same; line ends are one and the same."""
    return field.has_changed(even_out(before), even_out(after))


def even_out(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    return value


def write_value(data: Any, widget: forms.Widget, name: str, value: Any) -> None:
    """Puts ``value`` into the form's data as if ``widget`` had sent it under ``name``."""
    if isinstance(widget, forms.MultiWidget):
        endings: list[str] = vars(widget)["widgets_names"]
        parts = value if isinstance(value, list) else widget.decompress(value) or []
        for ending, part, single in zip(endings, widget.widgets, parts, strict=False):
            write_value(data, part, f"{name}{ending}", single)
    elif isinstance(widget, forms.CheckboxInput):
        if value:
            data[name] = "on"
        else:
            data.pop(name, None)
    elif isinstance(widget, MULTIPLE):
        data.setlist(name, [str(single) for single in value or []])
    else:
        text = widget.format_value(value)
        text = text[0] if isinstance(text, list) else text
        data[name] = "" if text is None else str(text)


def in_words(field: forms.Field, value: Any) -> str:
    """A value as a person reads it: the label of a choice, a date by the event's clock."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if labels := dict(flatten_choices(field)):
        chosen = value if isinstance(value, Collection) and not isinstance(value, str) else [value]
        keys = [str(getattr(one, "pk", one)) for one in chosen if one not in (None, "")]
        return ", ".join(str(labels.get(key, key)) for key in keys)
    shown = field.prepare_value(value)
    if isinstance(shown, Mapping | list | tuple):
        return ", ".join(str(part) for part in shown if part not in (None, ""))
    return "" if shown is None else str(shown)


def flatten_choices(field: forms.Field) -> list[tuple[str, str]]:
    """The choices of a field without their groups, keys as text."""
    pairs: list[tuple[str, str]] = []
    for key, label in getattr(field, "choices", ()):
        if isinstance(label, list | tuple):
            pairs += [(str(inner), str(words)) for inner, words in label]
        else:
            pairs.append((str(getattr(key, "value", key)), str(label)))
    return pairs
