from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import GuardedModel
from hackathon.kernel.phases import Phase
from hackathon.kernel.sentences import Instant


class Accent(models.TextChoices):
    BLUE = "blue", _("Blue")
    GREEN = "green", _("Green")
    TEAL = "teal", _("Teal")
    VIOLET = "violet", _("Violet")
    MAGENTA = "magenta", _("Magenta")
    RED = "red", _("Red")
    ORANGE = "orange", _("Orange")
    SLATE = "slate", _("Slate")


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("Choose a time zone such as Europe/Brussels."))


class FileKind(models.TextChoices):
    """What teams may hand in; the content decides which of them a file is."""

    PDF = "pdf", "PDF"
    IMAGE = "image", _("Pictures")
    SLIDES = "slides", _("Slides")
    VIDEO = "video", _("Video")
    ARCHIVE = "archive", _("Archives")


def every_kind() -> list[str]:
    return list(FileKind.values)


class Event(GuardedModel):
    """One hackathon. Its phase is computed from four instants and from its publication."""

    lock_rank = 0

    slug = models.SlugField(
        _("short name in addresses"),
        unique=True,
        help_text=_("Small letters, digits and hyphens, for example smart-policing-2020."),
    )
    name = models.CharField(_("name"), max_length=120)
    headline = models.CharField(
        _("headline"), max_length=160, blank=True, help_text=_("One line, set large on the page.")
    )
    summary = models.TextField(_("summary"), blank=True, help_text=_("Two or three sentences."))
    story = models.TextField(
        _("story"),
        blank=True,
        help_text=_("What stands further down on the home page. Takes Markdown."),
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    language = models.CharField(
        _("first language"),
        max_length=2,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("Invitations are written in it, unless whoever invites chooses another."),
    )
    accent = models.CharField(_("colour"), max_length=8, choices=Accent, default=Accent.BLUE)
    is_listed = models.BooleanField(
        _("visible to everyone"),
        default=False,
        help_text=_("Until you tick this, only its organisers know that the event exists."),
    )
    contact_email = models.EmailField(_("address for questions"), blank=True)

    time_zone = models.CharField(
        _("time zone"), max_length=40, default="Europe/Brussels", validators=[validate_time_zone]
    )
    registration_opens_at = models.DateTimeField(_("registration opens"))
    hacking_starts_at = models.DateTimeField(_("hacking starts"))
    submissions_close_at = models.DateTimeField(_("submissions close"))
    judging_closes_at = models.DateTimeField(_("judging closes"))
    published_at = models.DateTimeField(_("results published"), null=True, editable=False)

    min_team_size = models.PositiveSmallIntegerField(
        _("smallest team"), default=1, validators=[MinValueValidator(1)]
    )
    max_team_size = models.PositiveSmallIntegerField(
        _("largest team"), default=5, validators=[MinValueValidator(1)]
    )

    team_changes_close_at = models.DateTimeField(
        _("teams are fixed from"),
        null=True,
        blank=True,
        help_text=_("From then on only organisers change teams. Empty: until submissions close."),
    )

    needs_approval = models.BooleanField(
        _("organisers decide who takes part"),
        default=False,
        help_text=_("Otherwise everyone who registers has a place, as long as there are places."),
    )
    needs_code = models.BooleanField(
        _("by invitation code only"),
        default=False,
        help_text=_("Only people who type one of the event's codes can register."),
    )
    capacity = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: no limit. When all are taken, people wait in line and move up."),
    )
    registration_closes_at = models.DateTimeField(
        _("people can register until"),
        null=True,
        blank=True,
        help_text=_("Empty: until submissions close."),
    )
    confirm_days = models.PositiveSmallIntegerField(
        _("days to confirm a place"),
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_("Who is accepted later confirms within these days, or the place moves on."),
    )

    grace_minutes = models.PositiveSmallIntegerField(
        _("minutes of grace"),
        default=0,
        validators=[MaxValueValidator(120)],
        help_text=_("What comes in within these minutes after a deadline is taken. Teams see it."),
    )
    last_draft_counts = models.BooleanField(
        _("the last complete draft counts"),
        default=False,
        help_text=_(
            "At the deadline, complete drafts of teams that never submitted are submitted for "
            "them. What a team submitted itself stays as it is, whatever it writes later."
        ),
    )
    file_kinds = ArrayField(
        models.CharField(max_length=8, choices=FileKind),
        verbose_name=_("kinds of files"),
        default=every_kind,
        blank=True,
    )
    max_file_mb = models.PositiveIntegerField(
        _("largest file, in MB"), default=200, validators=[MinValueValidator(1)]
    )
    max_total_mb = models.PositiveIntegerField(
        _("all files of a team, in MB"), default=1000, validators=[MinValueValidator(1)]
    )
    gallery_opened_at = models.DateTimeField(_("gallery opened"), null=True, editable=False)

    organisers_need_second_factor = models.BooleanField(
        _("organisers sign in with a second factor"),
        default=True,
        help_text=_("An authenticator app or a passkey, beside the password or the mailed code."),
    )
    judges_need_second_factor = models.BooleanField(
        _("judges sign in with a second factor"), default=False
    )

    # what pages read together with the event
    seen_at: datetime
    is_own: bool
    sees_marks: bool
    mail_counts: Any
    offered: set[str]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                name="event_timetable_in_order",
                condition=Q(registration_opens_at__lt=F("hacking_starts_at"))
                & Q(hacking_starts_at__lt=F("submissions_close_at"))
                & Q(submissions_close_at__lt=F("judging_closes_at")),
                violation_error_message=_("Each phase must start after the one before it."),
            ),
            models.CheckConstraint(
                name="event_published_after_judging",
                condition=Q(published_at=None) | Q(published_at__gte=F("judging_closes_at")),
                violation_error_message=_("Results can be published only after judging."),
            ),
            models.CheckConstraint(
                name="event_team_sizes_in_order",
                condition=Q(min_team_size__gte=1, min_team_size__lte=F("max_team_size")),
                violation_error_message=_("The smallest team cannot be larger than the largest."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("challenges:home", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def local_time(self, moment: datetime) -> str:
        """An instant in words, in the reader's language, as the event's clocks tell it."""
        return str(self.instant(moment))

    def instant(self, moment: datetime) -> Instant:
        """The same, worded only where it is read."""
        return Instant(moment, self.time_zone)

    @property
    def timetable(self) -> list[tuple[datetime, Phase]]:
        return [
            (self.registration_opens_at, Phase.REGISTRATION),
            (self.hacking_starts_at, Phase.HACKING),
            (self.submissions_close_at, Phase.JUDGING),
            (self.judging_closes_at, Phase.DELIBERATION),
        ]

    def phase_at(self, moment: datetime) -> Phase:
        if self.published_at and moment >= self.published_at:
            return Phase.PUBLISHED
        started = [phase for starts_at, phase in self.timetable if moment >= starts_at]
        return started[-1] if started else Phase.DRAFT

    def next_change_after(self, moment: datetime) -> datetime | None:
        return next((starts_at for starts_at, _ in self.timetable if starts_at > moment), None)


class Organiser(GuardedModel):
    """A person who runs one event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="organisers")
    user = models.ForeignKey("hackathon.User", models.PROTECT, related_name="organises")
    sees_marks = models.BooleanField(
        _("sees the jury's marks"),
        default=False,
        help_text=_("Marks, rankings and winners before they are public; gives the prizes."),
    )

    class Meta:
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        constraints = [
            models.UniqueConstraint(
                name="organiser_once_per_event",
                fields=["event", "user"],
                violation_error_message=_("This person already organises the event."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)
