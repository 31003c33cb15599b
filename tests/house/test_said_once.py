"""What a service refused is said once on the page that says it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from judging.seats.forms import ReinstateForm

PAGES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
ERRORS = re.compile(r"\{\{ (\w+)\.non_field_errors \}\}")
PROBLEMS = re.compile(r'\{% include "problems\.html"(?: with form=(\w+))? %\}')
WHOLE = re.compile(r"\{\{ (\w+)\.as_(?:p|div|ul|table) \}\}|\{\{ (\w+)\|crispy \}\}")
REFUSAL = "Somebody else was faster."


def said_twice(text: str) -> set[str]:
    """Forms that are laid out whole, refusals among them, beside another list of refusals."""
    listed = {*ERRORS.findall(text), *(name or "form" for name in PROBLEMS.findall(text))}
    whole = {plain or crispy for plain, crispy in WHOLE.findall(text)}
    return listed & whole


def test_no_page_lists_the_refusals_of_a_form_that_lists_them_itself():
    assert len(PAGES) > 100
    found = {page.name: said_twice(page.read_text()) for page in PAGES}
    assert {name: forms for name, forms in found.items() if forms} == {}


@pytest.mark.parametrize("layout", ["{{ form.as_p }}", "{{ form|crispy }}"])
def test_these_layouts_list_the_refusals_themselves(layout):
    assert said_in(layout) == 1


def test_fields_alone_leave_them_to_the_page():
    assert said_in('{% include "fields.html" %}') == 0


def said_in(layout: str) -> int:
    form = ReinstateForm({})
    form.add_error(None, REFUSAL)
    page = Template("{% load crispy_forms_tags %}" + layout).render(Context({"form": form}))
    return page.count(REFUSAL)
