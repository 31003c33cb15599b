"""An organiser who reads what an act does, agrees to it, and presses again."""

from collections.abc import Iterator

from django.db.models import Model


def press(client, place, sent, **more):
    """Send the form and, if it shows what it does, send it again as the page then stands."""
    page = client.post(place, sent, **more)
    step = step_on(page)
    if not step:
        return page
    require_rows_as_stored(page)
    return client.post(place, {**sent, "shown": step.shown, "agreed": "on"}, **more)


def step_on(page):
    """What the page shows of an act, if it does."""
    own = page.context.get("step") if page.context else None
    return own or getattr(page.wsgi_request, "step", None)


def require_rows_as_stored(page):
    """What the page names beside its preview stands there as it is, not as it would become."""
    for row in rows_named_by(page):
        stored = row._meta.model._base_manager.filter(pk=row.pk).values().first() or {}
        held = {name: row.__dict__[name] for name in stored if name in row.__dict__}
        assert held == {name: stored[name] for name in held}, f"not as it is stored: {row!r}"


def rows_named_by(page) -> Iterator[Model]:
    """The rows that the page was made from; those that a form writes into are its own matter."""
    for context in page.context:
        for layer in () if "adminform" in context else context.dicts:
            for value in layer.values():
                for one in value if isinstance(value, list | tuple) else [value]:
                    if isinstance(one, Model) and one.pk is not None:
                        yield one
