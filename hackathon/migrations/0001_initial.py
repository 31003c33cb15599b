import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import hackathon.kernel.models.event
import hackathon.kernel.models.user
import hackathon.mail.models.mail


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organiser",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sees_marks",
                    models.BooleanField(
                        default=False,
                        help_text="Marks, rankings and winners before they are public; gives the prizes.",
                        verbose_name="sees the jury's marks",
                    ),
                ),
            ],
            options={
                "verbose_name": "organiser",
                "verbose_name_plural": "organisers",
            },
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("relayed_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Rescheduling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.CharField(max_length=12, verbose_name="phase before")),
                ("after", models.CharField(max_length=12, verbose_name="phase after")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("made_at", models.DateTimeField(verbose_name="made")),
            ],
            options={
                "verbose_name": "return to an earlier phase",
                "verbose_name_plural": "returns to an earlier phase",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="SignInHelp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("link", "a link to sign in was sent"),
                            ("factor", "the second factor was taken away"),
                            ("sessions", "all sessions were ended"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField()),
                ("due_at", models.DateTimeField(editable=False, null=True)),
                ("nonce", models.CharField(blank=True, editable=False, max_length=32)),
                (
                    "token_hash",
                    models.CharField(editable=False, max_length=64, null=True, unique=True),
                ),
                ("kept_at", models.DateTimeField(editable=False, null=True)),
                ("done_at", models.DateTimeField(editable=False, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                (
                    "email",
                    models.EmailField(max_length=254, unique=True, verbose_name="email address"),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="As your team and the jury will see it.",
                        max_length=80,
                        verbose_name="name",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("fr", "French"),
                            ("nl", "Dutch"),
                            ("de", "German"),
                        ],
                        default="en",
                        max_length=2,
                        verbose_name="language of pages and mails",
                    ),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="This person can make new events in the admin, and organises what they make.",
                        verbose_name="may make events",
                    ),
                ),
                ("organisation", models.CharField(blank=True, max_length=120)),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("student", "Student"),
                            ("start_up", "Start-up"),
                            ("company", "Company"),
                            ("academic", "Academic"),
                            ("public", "Public service"),
                            ("other", "Other"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("bio", models.TextField(blank=True, max_length=600)),
                ("photo", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "shown",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
            },
            managers=[
                ("objects", hackathon.kernel.models.user.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(db_index=True, max_length=60, verbose_name="what happened"),
                ),
                ("subject_id", models.PositiveBigIntegerField()),
                ("data", models.JSONField(default=dict, verbose_name="details")),
                ("at", models.DateTimeField(db_index=True, verbose_name="when")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="contenttypes.contenttype"
                    ),
                ),
            ],
            options={
                "verbose_name": "audit entry",
                "verbose_name_plural": "audit log",
            },
        ),
        migrations.CreateModel(
            name="EmailLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recipient", models.EmailField(max_length=254, verbose_name="to")),
                ("language", models.CharField(default="en", max_length=2, verbose_name="language")),
                ("template", models.CharField(max_length=80, verbose_name="kind")),
                ("context", models.JSONField(default=dict)),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="subject")),
                ("text", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                (
                    "message_id",
                    models.CharField(
                        default=hackathon.mail.models.mail.new_message_id,
                        max_length=255,
                        unique=True,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="queued")),
                ("not_before", models.DateTimeField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                ("error", models.TextField(blank=True, verbose_name="reason")),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emails",
                        to="hackathon.auditentry",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emails",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "mail",
                "verbose_name_plural": "mails",
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="Small letters, digits and hyphens, for example smart-policing-2020.",
                        unique=True,
                        verbose_name="short name in addresses",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_en", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_fr", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_nl", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_de", models.CharField(max_length=120, null=True, verbose_name="name")),
                (
                    "headline",
                    models.CharField(
                        blank=True,
                        help_text="One line, set large on the page.",
                        max_length=160,
                        verbose_name="headline",
                    ),
                ),
                (
                    "headline_en",
                    models.CharField(
                        blank=True,
                        help_text="One line, set large on the page.",
                        max_length=160,
                        null=True,
                        verbose_name="headline",
                    ),
                ),
                (
                    "headline_fr",
                    models.CharField(
                        blank=True,
                        help_text="One line, set large on the page.",
                        max_length=160,
                        null=True,
                        verbose_name="headline",
                    ),
                ),
                (
                    "headline_nl",
                    models.CharField(
                        blank=True,
                        help_text="One line, set large on the page.",
                        max_length=160,
                        null=True,
                        verbose_name="headline",
                    ),
                ),
                (
                    "headline_de",
                    models.CharField(
                        blank=True,
                        help_text="One line, set large on the page.",
                        max_length=160,
                        null=True,
                        verbose_name="headline",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True, help_text="Two or three sentences.", verbose_name="summary"
                    ),
                ),
                (
                    "summary_en",
                    models.TextField(
                        blank=True,
                        help_text="Two or three sentences.",
                        null=True,
                        verbose_name="summary",
                    ),
                ),
                (
                    "summary_fr",
                    models.TextField(
                        blank=True,
                        help_text="Two or three sentences.",
                        null=True,
                        verbose_name="summary",
                    ),
                ),
                (
                    "summary_nl",
                    models.TextField(
                        blank=True,
                        help_text="Two or three sentences.",
                        null=True,
                        verbose_name="summary",
                    ),
                ),
                (
                    "summary_de",
                    models.TextField(
                        blank=True,
                        help_text="Two or three sentences.",
                        null=True,
                        verbose_name="summary",
                    ),
                ),
                (
                    "story",
                    models.TextField(
                        blank=True, help_text="Markdown. Below the fold.", verbose_name="story"
                    ),
                ),
                (
                    "story_en",
                    models.TextField(
                        blank=True,
                        help_text="Markdown. Below the fold.",
                        null=True,
                        verbose_name="story",
                    ),
                ),
                (
                    "story_fr",
                    models.TextField(
                        blank=True,
                        help_text="Markdown. Below the fold.",
                        null=True,
                        verbose_name="story",
                    ),
                ),
                (
                    "story_nl",
                    models.TextField(
                        blank=True,
                        help_text="Markdown. Below the fold.",
                        null=True,
                        verbose_name="story",
                    ),
                ),
                (
                    "story_de",
                    models.TextField(
                        blank=True,
                        help_text="Markdown. Below the fold.",
                        null=True,
                        verbose_name="story",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                (
                    "place_en",
                    models.CharField(blank=True, max_length=120, null=True, verbose_name="place"),
                ),
                (
                    "place_fr",
                    models.CharField(blank=True, max_length=120, null=True, verbose_name="place"),
                ),
                (
                    "place_nl",
                    models.CharField(blank=True, max_length=120, null=True, verbose_name="place"),
                ),
                (
                    "place_de",
                    models.CharField(blank=True, max_length=120, null=True, verbose_name="place"),
                ),
                (
                    "accent",
                    models.CharField(
                        choices=[
                            ("blue", "Blue"),
                            ("green", "Green"),
                            ("teal", "Teal"),
                            ("violet", "Violet"),
                            ("magenta", "Magenta"),
                            ("red", "Red"),
                            ("orange", "Orange"),
                            ("slate", "Slate"),
                        ],
                        default="blue",
                        max_length=8,
                        verbose_name="colour",
                    ),
                ),
                (
                    "is_listed",
                    models.BooleanField(
                        default=False,
                        help_text="Until you tick this, only its organisers know that the event exists.",
                        verbose_name="visible to everyone",
                    ),
                ),
                (
                    "contact_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="address for questions"
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="Europe/Brussels",
                        max_length=40,
                        validators=[hackathon.kernel.models.event.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                ("registration_opens_at", models.DateTimeField(verbose_name="registration opens")),
                ("hacking_starts_at", models.DateTimeField(verbose_name="hacking starts")),
                ("submissions_close_at", models.DateTimeField(verbose_name="submissions close")),
                ("judging_closes_at", models.DateTimeField(verbose_name="judging closes")),
                (
                    "published_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="results published"
                    ),
                ),
                (
                    "min_team_size",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="smallest team",
                    ),
                ),
                (
                    "max_team_size",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="largest team",
                    ),
                ),
                (
                    "team_changes_close_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From then on only organisers change teams. Empty: until submissions close.",
                        null=True,
                        verbose_name="teams are fixed from",
                    ),
                ),
                (
                    "needs_approval",
                    models.BooleanField(
                        default=False,
                        help_text="Otherwise everyone who registers has a place, as long as there are places.",
                        verbose_name="organisers decide who takes part",
                    ),
                ),
                (
                    "needs_code",
                    models.BooleanField(
                        default=False,
                        help_text="Only people who type one of the event's codes can register.",
                        verbose_name="by invitation code only",
                    ),
                ),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Empty: no limit. When all are taken, people wait in line and move up.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="places",
                    ),
                ),
                (
                    "registration_closes_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty: until submissions close.",
                        null=True,
                        verbose_name="people can register until",
                    ),
                ),
                (
                    "confirm_days",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="Who is accepted later confirms within these days, or the place moves on.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="days to confirm a place",
                    ),
                ),
                (
                    "grace_minutes",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="What comes in within these minutes after a deadline is taken. Teams see it.",
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="minutes of grace",
                    ),
                ),
                (
                    "last_draft_counts",
                    models.BooleanField(
                        default=False,
                        help_text="At the deadline, complete drafts of teams that never submitted are submitted for them. What a team submitted itself stays as it is, whatever it writes later.",
                        verbose_name="the last complete draft counts",
                    ),
                ),
                (
                    "file_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("pdf", "PDF"),
                                ("image", "Pictures"),
                                ("slides", "Slides"),
                                ("video", "Video"),
                                ("archive", "Archives"),
                            ],
                            max_length=8,
                        ),
                        blank=True,
                        default=hackathon.kernel.models.event.every_kind,
                        size=None,
                        verbose_name="kinds of files",
                    ),
                ),
                (
                    "max_file_mb",
                    models.PositiveIntegerField(
                        default=200,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="largest file, in MB",
                    ),
                ),
                (
                    "max_total_mb",
                    models.PositiveIntegerField(
                        default=1000,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="all files of a team, in MB",
                    ),
                ),
                (
                    "gallery_opened_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="gallery opened"),
                ),
                (
                    "organisers_need_second_factor",
                    models.BooleanField(
                        default=True,
                        help_text="An authenticator app or a passkey, beside the password or the mailed code.",
                        verbose_name="organisers sign in with a second factor",
                    ),
                ),
                (
                    "judges_need_second_factor",
                    models.BooleanField(
                        default=False, verbose_name="judges sign in with a second factor"
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("registration_opens_at__lt", models.F("hacking_starts_at")),
                            ("hacking_starts_at__lt", models.F("submissions_close_at")),
                            ("submissions_close_at__lt", models.F("judging_closes_at")),
                        ),
                        name="event_timetable_in_order",
                        violation_error_message="Each phase must start after the one before it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at", None),
                            ("published_at__gte", models.F("judging_closes_at")),
                            _connector="OR",
                        ),
                        name="event_published_after_judging",
                        violation_error_message="Results can be published only after judging.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("min_team_size__gte", 1),
                            ("min_team_size__lte", models.F("max_team_size")),
                        ),
                        name="event_team_sizes_in_order",
                        violation_error_message="The smallest team cannot be larger than the largest.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="auditentry",
            name="event",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="audit_entries",
                to="hackathon.event",
            ),
        ),
        migrations.AddField(
            model_name="organiser",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="organisers",
                to="hackathon.event",
            ),
        ),
        migrations.AddField(
            model_name="organiser",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="organises",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="entry",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outbox_message",
                to="hackathon.auditentry",
            ),
        ),
        migrations.AddField(
            model_name="rescheduling",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reschedulings",
                to="hackathon.event",
            ),
        ),
        migrations.AddField(
            model_name="rescheduling",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signinhelp",
            name="helped_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signinhelp",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sign_in_help",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                name="user_email_once_whatever_its_case",
            ),
        ),
        migrations.AddIndex(
            model_name="emaillog",
            index=models.Index(
                condition=models.Q(("status__in", ["queued", "sending"])),
                fields=["id"],
                name="email_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="emaillog",
            constraint=models.UniqueConstraint(
                fields=("entry", "template", "recipient"), name="email_once_per_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="emaillog",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", False), ("status", "sent")),
                    models.Q(models.Q(("status", "sent"), _negated=True), ("sent_at", None)),
                    _connector="OR",
                ),
                name="email_sent_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="emaillog",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "sending"), _negated=True),
                    ("lease_until__isnull", False),
                    _connector="OR",
                ),
                name="email_sending_has_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="organiser",
            constraint=models.UniqueConstraint(
                fields=("event", "user"),
                name="organiser_once_per_event",
                violation_error_message="This person already organises the event.",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                condition=models.Q(("relayed_at", None)), fields=["id"], name="outbox_pending"
            ),
        ),
        migrations.AddConstraint(
            model_name="signinhelp",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at", None), ("due_at__isnull", False), ("kept_at", None)),
                fields=("person",),
                name="sign_in_help_one_announced",
                violation_error_message="This has been announced already. Wait until it is due, or stop it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signinhelp",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept_at", None), ("done_at", None), _connector="OR"),
                name="sign_in_help_kept_or_done",
            ),
        ),
    ]
