"""Templates may be laid out in lines without what is made of them being so."""

from django.template import engines


def written(source, **values):
    return engines["django"].from_string(source).render(values)


def test_what_is_folded_is_one_line():
    source = """{% fold %}
      {% if is_late %}
        It came late,
        but it came.
      {% endif %}
      {% if is_read %}
        It was read.
      {% endif %}
      Thank you
    {% endfold %}."""

    assert written(source, is_late=True, is_read=True) == (
        "It came late, but it came. It was read. Thank you."
    )
    assert written(source, is_late=True) == "It came late, but it came. Thank you."
    assert written(source) == "Thank you."


def test_lines_that_somebody_wrote_stay():
    source = "{% fold %}\n  They wrote:\n  {{ words }}\n{% endfold %}"

    assert written(source, words="One.\n\n  Two.") == "They wrote: One.\n\n  Two."
