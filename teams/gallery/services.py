"""When the projects are shown to everyone."""

from hackathon.models import Event, User
from teams.gallery import policy


def open_gallery(*, actor: User, event: Event) -> Event:
    """Show the projects before the results are public: without any award."""
    with policy.OPEN_GALLERY.begin(actor, event, lock=[event]) as record:
        event.gallery_opened_at = event.gallery_opened_at or record.at
        event.save(update_fields=["gallery_opened_at"])
        record.about(event)
    return event


def close_gallery(*, actor: User, event: Event) -> Event:
    """Until the results are public nothing is shown any more; after that, all is anyhow."""
    with policy.CLOSE_GALLERY.begin(actor, event, lock=[event]) as record:
        event.gallery_opened_at = None
        event.save(update_fields=["gallery_opened_at"])
        record.about(event)
    return event
