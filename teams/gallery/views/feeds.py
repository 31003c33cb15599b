"""Atom for readers that come back by themselves: the projects, and the event's news."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from hackathon.events.selectors import event_or_404
from hackathon.kernel.texts import harmless
from teams.gallery import selectors as gallery_selectors

if TYPE_CHECKING:
    from hackathon.kernel.models.event import Event


class EventFeed(Feed):
    """One event's; it is there, and empty, before there is anything to tell."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return event_or_404(kwargs["event_slug"], request.user)

    def link(self, event: "Event") -> str:
        return reverse("teams:gallery", args=[event.slug])

    def feed_updated(self, event: "Event") -> datetime:
        """Never this very moment: the same event gives the same bytes."""
        shown = (event.published_at, event.gallery_opened_at)
        return max(filter(None, shown), default=event.registration_opens_at)

    def get_feed(self, event: "Event", request: HttpRequest) -> Any:
        feed: Any = super().get_feed(event, request)
        feed.latest_post_date = lambda: self.feed_updated(event)
        return feed


class ProjectsFeed(EventFeed):
    """Every project that is shown, by its title."""

    def title(self, event: "Event") -> str:
        return _("Projects of %(event)s") % {"event": harmless(event.name)}

    def items(self, event: "Event") -> list[gallery_selectors.Project]:
        return gallery_selectors.every_project(event)

    def item_title(self, project: Any) -> str:
        return harmless(project.title)

    def item_description(self, project: Any) -> str:
        """Readers take it for HTML."""
        return escape(harmless(project.summary))

    def item_author_name(self, project: Any) -> str:
        return harmless(project.team)

    def item_categories(self, project: Any) -> list[str]:
        return [harmless(word) for word in project.technologies]

    def item_link(self, project: Any) -> str:
        return reverse("teams:project", args=[project.event.slug, project.id])

    def item_updateddate(self, project: Any) -> datetime:
        return project.shown_since


@dataclass(frozen=True)
class News:
    title: str
    link: str
    at: datetime


class NewsFeed(EventFeed):
    """What has become public, the newest first."""

    def title(self, event: "Event") -> str:
        return _("News of %(event)s") % {"event": harmless(event.name)}

    def items(self, event: "Event") -> list[News]:
        gallery = self.link(event)
        news = []
        if event.published_at:
            words = _("The results are public.")
            news.append(News(words, f"{gallery}?winners=1", event.published_at))
        if event.gallery_opened_at:
            words = _("The projects can be seen.")
            news.append(News(words, gallery, event.gallery_opened_at))
        return sorted(news, key=lambda item: item.at, reverse=True)

    def item_title(self, item: News) -> str:
        return item.title

    def item_description(self, item: News) -> str:
        return ""

    def item_link(self, item: News) -> str:
        return item.link

    def item_guid(self, item: News) -> str:
        return f"{item.link}#{item.at:%Y%m%dT%H%M%S}"

    def item_updateddate(self, item: News) -> datetime:
        return item.at
