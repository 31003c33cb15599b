from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

GONE = "deleted.invalid"  # the domain of addresses of accounts that were deleted


def address_of_nobody(number: int | str) -> str:
    """In place of an address that was deleted. No mail goes there: the domain exists nowhere."""
    return f"{number}@{GONE}"


def is_of_nobody(address: str) -> bool:
    return address.endswith(f"@{GONE}")


class UserManager(BaseUserManager["User"]):
    """People are known by their address, kept in small letters."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("A person needs an email address.")
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").lower())


class Role(models.TextChoices):
    STUDENT = "student", _("Student")
    START_UP = "start_up", _("Start-up")
    COMPANY = "company", _("Company")
    ACADEMIC = "academic", _("Academic")
    PUBLIC_SERVICE = "public", _("Public service")
    OTHER = "other", _("Other")


def words(length: int) -> ArrayField:
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


class User(AbstractUser):
    """A person. Erasure empties the row and keeps it, so that history never dangles."""

    names_files = ("photo",)
    # Django's own people have these, and a person here has none.
    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(
        _("name"), max_length=80, blank=True, help_text=_("As your team and the jury will see it.")
    )
    language = models.CharField(
        _("language of pages and mails"), max_length=2, choices=settings.LANGUAGES, default="en"
    )
    is_staff = models.BooleanField(
        _("may make events"),
        default=False,
        help_text=_("This person can make new events in the admin, and organises what they make."),
    )

    organisation = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=8, choices=Role, blank=True)
    skills = words(30)
    languages = words(2)
    bio = models.TextField(max_length=600, blank=True)
    photo = models.CharField(max_length=64, blank=True, editable=False)  # sha256 of a stored JPEG
    shown = words(12)  # which of these others see

    # what is demanded of the person, read together with the person
    must_prove: bool
    proves_in: list[str]
    proves_at_work: bool
    has_factor: bool

    # Django's own asks for a username.
    objects: ClassVar = UserManager()  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once_whatever_its_case")
        ]

    def __str__(self) -> str:
        if self.is_gone:
            return gettext("Deleted account")
        return self.name or self.email.partition("@")[0]

    @property
    def is_gone(self) -> bool:
        return is_of_nobody(self.email)

    def shows(self, name: str) -> object:
        """A part of the profile, if there is one and its owner lets others see it."""
        return getattr(self, name) if name in self.shown else ""

    @property
    def shown_profile(self) -> dict[str, object]:
        role = self.get_role_display() if self.shows("role") else ""
        parts = {name: self.shows(name) for name in ("organisation", "bio", "photo")}
        return {**parts, "role": role}

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


Visitor = User | AnonymousUser  # who looks at a page, signed in or not
