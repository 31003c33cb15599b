import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import teams.participants.models.participant
import teams.team.models.team


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("challenges", "0001_initial"),
        ("hackathon", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Bundle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("making", "Being made"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveBigIntegerField(null=True, verbose_name="size")),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bundles",
                        to="hackathon.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "archive of all submissions",
                "verbose_name_plural": "archives of all submissions",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Coach",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "organisation",
                    models.CharField(blank=True, max_length=200, verbose_name="organisation"),
                ),
                (
                    "profile",
                    models.TextField(
                        blank=True,
                        help_text="What teams can ask this coach.",
                        max_length=1000,
                        verbose_name="profile",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("en", "English"),
                                ("fr", "French"),
                                ("nl", "Dutch"),
                                ("de", "German"),
                            ],
                            max_length=2,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="languages",
                    ),
                ),
                (
                    "is_listed",
                    models.BooleanField(
                        default=False,
                        help_text="Who has accepted is on the list in any case.",
                        verbose_name="on the public list",
                    ),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                ),
                ("nonce", models.CharField(blank=True, editable=False, max_length=32)),
                (
                    "token_hash",
                    models.CharField(editable=False, max_length=64, null=True, unique=True),
                ),
                (
                    "invited_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="invited"),
                ),
                (
                    "accepted_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="accepted"),
                ),
                (
                    "declined_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="declined"),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coaches",
                        to="hackathon.event",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coaches_in",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "coach",
                "verbose_name_plural": "coaches",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="CoachChallenge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coached_by",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "coach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fields",
                        to="teams.coach",
                    ),
                ),
            ],
            options={
                "verbose_name": "challenge of a coach",
                "verbose_name_plural": "challenges of coaches",
            },
        ),
        migrations.CreateModel(
            name="ConsentText",
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
                            ("rules", "Rules of the event"),
                            ("image", "Photos and films"),
                            ("property", "Intellectual property"),
                            ("data", "Personal data"),
                        ],
                        max_length=8,
                        verbose_name="about",
                    ),
                ),
                (
                    "version",
                    models.PositiveSmallIntegerField(editable=False, verbose_name="version"),
                ),
                (
                    "sentence",
                    models.CharField(
                        help_text="For example: I have read the rules and keep to them.",
                        max_length=300,
                        verbose_name="what people agree to, in a sentence",
                    ),
                ),
                (
                    "sentence_en",
                    models.CharField(
                        help_text="For example: I have read the rules and keep to them.",
                        max_length=300,
                        null=True,
                        verbose_name="what people agree to, in a sentence",
                    ),
                ),
                (
                    "sentence_fr",
                    models.CharField(
                        help_text="For example: I have read the rules and keep to them.",
                        max_length=300,
                        null=True,
                        verbose_name="what people agree to, in a sentence",
                    ),
                ),
                (
                    "sentence_nl",
                    models.CharField(
                        help_text="For example: I have read the rules and keep to them.",
                        max_length=300,
                        null=True,
                        verbose_name="what people agree to, in a sentence",
                    ),
                ),
                (
                    "sentence_de",
                    models.CharField(
                        help_text="For example: I have read the rules and keep to them.",
                        max_length=300,
                        null=True,
                        verbose_name="what people agree to, in a sentence",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True, help_text="Markdown.", verbose_name="the whole text"
                    ),
                ),
                (
                    "text_en",
                    models.TextField(
                        blank=True, help_text="Markdown.", null=True, verbose_name="the whole text"
                    ),
                ),
                (
                    "text_fr",
                    models.TextField(
                        blank=True, help_text="Markdown.", null=True, verbose_name="the whole text"
                    ),
                ),
                (
                    "text_nl",
                    models.TextField(
                        blank=True, help_text="Markdown.", null=True, verbose_name="the whole text"
                    ),
                ),
                (
                    "text_de",
                    models.TextField(
                        blank=True, help_text="Markdown.", null=True, verbose_name="the whole text"
                    ),
                ),
                (
                    "is_required",
                    models.BooleanField(default=True, verbose_name="needed to take part"),
                ),
                ("published_at", models.DateTimeField(editable=False, verbose_name="since")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consent_texts",
                        to="hackathon.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "text to agree to",
                "verbose_name_plural": "texts to agree to",
                "ordering": ["kind", "-version"],
            },
        ),
        migrations.CreateModel(
            name="EntryQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                ("label", models.CharField(max_length=200, verbose_name="question")),
                ("label_en", models.CharField(max_length=200, null=True, verbose_name="question")),
                ("label_fr", models.CharField(max_length=200, null=True, verbose_name="question")),
                ("label_nl", models.CharField(max_length=200, null=True, verbose_name="question")),
                ("label_de", models.CharField(max_length=200, null=True, verbose_name="question")),
                ("help", models.CharField(blank=True, max_length=300, verbose_name="help")),
                (
                    "help_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="help"),
                ),
                (
                    "help_fr",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="help"),
                ),
                (
                    "help_nl",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="help"),
                ),
                (
                    "help_de",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="help"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("short", "short text"),
                            ("long", "long text"),
                            ("choice", "one of several"),
                            ("choices", "several of several"),
                            ("yes_no", "yes or no"),
                            ("number", "number"),
                            ("date", "date"),
                            ("file", "file"),
                        ],
                        default="short",
                        max_length=8,
                        verbose_name="kind of answer",
                    ),
                ),
                (
                    "options",
                    models.TextField(
                        blank=True,
                        help_text="One a line, the same order in every language.",
                        verbose_name="choices",
                    ),
                ),
                (
                    "options_en",
                    models.TextField(
                        blank=True,
                        help_text="One a line, the same order in every language.",
                        null=True,
                        verbose_name="choices",
                    ),
                ),
                (
                    "options_fr",
                    models.TextField(
                        blank=True,
                        help_text="One a line, the same order in every language.",
                        null=True,
                        verbose_name="choices",
                    ),
                ),
                (
                    "options_nl",
                    models.TextField(
                        blank=True,
                        help_text="One a line, the same order in every language.",
                        null=True,
                        verbose_name="choices",
                    ),
                ),
                (
                    "options_de",
                    models.TextField(
                        blank=True,
                        help_text="One a line, the same order in every language.",
                        null=True,
                        verbose_name="choices",
                    ),
                ),
                (
                    "is_required",
                    models.BooleanField(default=False, verbose_name="must be answered"),
                ),
                (
                    "shown_if_answer",
                    models.CharField(
                        blank=True,
                        help_text="“yes”, “no”, or the number of the choice: 1 for the first.",
                        max_length=200,
                        verbose_name="with this answer",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entry_questions",
                        to="hackathon.event",
                    ),
                ),
                (
                    "shown_if",
                    models.ForeignKey(
                        blank=True,
                        help_text="Shown only if an earlier question has the answer below.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="teams.entryquestion",
                        verbose_name="only after this question",
                    ),
                ),
            ],
            options={
                "verbose_name": "question of the registration form",
                "verbose_name_plural": "registration form",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="HelpRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.TextField(max_length=500, verbose_name="question")),
                ("where", models.CharField(max_length=120, verbose_name="where")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("fr", "French"),
                            ("nl", "Dutch"),
                            ("de", "German"),
                        ],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("slot", models.PositiveSmallIntegerField(editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("claimed", "a coach is coming"),
                            ("closed", "helped"),
                            ("cancelled", "cancelled"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                (
                    "claimed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="claimed"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="closed"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="teams.coach",
                        verbose_name="coach",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for help",
                "verbose_name_plural": "requests for help",
                "ordering": ["-asked_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="HelpStep",
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
                            ("claimed", "claimed"),
                            ("handed_on", "handed on"),
                            ("received", "received from another coach"),
                            ("closed", "closed"),
                        ],
                        max_length=10,
                        verbose_name="what happened",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "coach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="teams.coach",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="teams.helprequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "step",
                "verbose_name_plural": "steps",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("started", "not sent yet"),
                            ("applied", "waiting for the organisers"),
                            ("waiting", "on the waiting list"),
                            ("offered", "to be confirmed"),
                            ("confirmed", "takes part"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("lapsed", "not confirmed in time"),
                        ],
                        default="started",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "place",
                    models.PositiveIntegerField(
                        editable=False, null=True, verbose_name="place number"
                    ),
                ),
                (
                    "places",
                    models.PositiveIntegerField(
                        editable=False,
                        help_text="The event's places when this one was given.",
                        null=True,
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="begun")),
                ("applied_at", models.DateTimeField(null=True, verbose_name="registered")),
                ("confirm_by", models.DateTimeField(null=True, verbose_name="to be confirmed by")),
                ("reminded_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="confirmed")),
                (
                    "is_held",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="An organiser decides about this person; no place is offered by itself.",
                        verbose_name="told to wait",
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="a word from the organisers"
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "note",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="note, for organisers only"
                    ),
                ),
                ("is_looking", models.BooleanField(default=False, verbose_name="looks for a team")),
                (
                    "looking_for",
                    models.TextField(blank=True, max_length=300, verbose_name="what I look for"),
                ),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="skills",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="languages",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=teams.participants.models.participant.new_code,
                        editable=False,
                        max_length=8,
                        verbose_name="code",
                    ),
                ),
                (
                    "arrived_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="arrived"),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="challenges.challenge",
                        verbose_name="challenge that I like most",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participants",
                        to="hackathon.event",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takes_part",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "welcomed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "participant",
                "verbose_name_plural": "participants",
            },
        ),
        migrations.CreateModel(
            name="EntryAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.JSONField(null=True)),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("file_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="teams.entryquestion",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="teams.participant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("accepted_at", models.DateTimeField(verbose_name="agreed")),
                ("language", models.CharField(max_length=2, verbose_name="language")),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="teams.consenttext",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acceptances",
                        to="teams.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
            },
        ),
        migrations.CreateModel(
            name="ProjectQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                ("label", models.CharField(max_length=200, verbose_name="question")),
                ("label_en", models.CharField(max_length=200, null=True, verbose_name="question")),
                ("label_fr", models.CharField(max_length=200, null=True, verbose_name="question")),
                ("label_nl", models.CharField(max_length=200, null=True, verbose_name="question")),
                ("label_de", models.CharField(max_length=200, null=True, verbose_name="question")),
                ("help", models.CharField(blank=True, max_length=300, verbose_name="help")),
                (
                    "help_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="help"),
                ),
                (
                    "help_fr",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="help"),
                ),
                (
                    "help_nl",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="help"),
                ),
                (
                    "help_de",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="help"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("short", "short text"),
                            ("long", "long text"),
                            ("choice", "one of several"),
                            ("choices", "several of several"),
                            ("yes_no", "yes or no"),
                            ("number", "number"),
                            ("date", "date"),
                            ("file", "file"),
                        ],
                        default="short",
                        max_length=8,
                        verbose_name="kind of answer",
                    ),
                ),
                (
                    "options",
                    models.TextField(
                        blank=True,
                        help_text="One a line, the same order in every language.",
                        verbose_name="choices",
                    ),
                ),
                (
                    "options_en",
                    models.TextField(
                        blank=True,
                        help_text="One a line, the same order in every language.",
                        null=True,
                        verbose_name="choices",
                    ),
                ),
                (
                    "options_fr",
                    models.TextField(
                        blank=True,
                        help_text="One a line, the same order in every language.",
                        null=True,
                        verbose_name="choices",
                    ),
                ),
                (
                    "options_nl",
                    models.TextField(
                        blank=True,
                        help_text="One a line, the same order in every language.",
                        null=True,
                        verbose_name="choices",
                    ),
                ),
                (
                    "options_de",
                    models.TextField(
                        blank=True,
                        help_text="One a line, the same order in every language.",
                        null=True,
                        verbose_name="choices",
                    ),
                ),
                (
                    "is_required",
                    models.BooleanField(default=False, verbose_name="must be answered"),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the teams of every challenge answer it.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="project_questions",
                        to="challenges.challenge",
                        verbose_name="challenge",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="project_questions",
                        to="hackathon.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "question of the submission",
                "verbose_name_plural": "questions of the submission",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=60,
                        validators=[teams.team.models.team.validate_visible],
                        verbose_name="team name",
                    ),
                ),
                ("name_key", models.CharField(editable=False, max_length=240)),
                ("pitch", models.TextField(blank=True, max_length=300, verbose_name="pitch")),
                (
                    "wanted_skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="skills that you look for",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="languages of the team",
                    ),
                ),
                ("is_open", models.BooleanField(default=False, verbose_name="looks for people")),
                ("created_at", models.DateTimeField()),
                (
                    "extended_until",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="deadline extended to"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="closed"),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="hackathon.event",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_teams",
                        to="teams.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "team",
                "verbose_name_plural": "teams",
                "ordering": ["name_key"],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("summary", models.TextField(blank=True, max_length=600, verbose_name="summary")),
                (
                    "description",
                    models.TextField(blank=True, max_length=20000, verbose_name="description"),
                ),
                ("repository_url", models.URLField(blank=True, verbose_name="repository")),
                ("demo_url", models.URLField(blank=True, verbose_name="demo")),
                ("video_url", models.URLField(blank=True, verbose_name="video")),
                ("slides_url", models.URLField(blank=True, verbose_name="slides")),
                (
                    "technologies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="technologies",
                    ),
                ),
                ("answers", models.JSONField(blank=True, default=dict)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("withdrawn", "Withdrawn"),
                            ("disqualified", "Disqualified"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "triage",
                    models.CharField(
                        choices=[
                            ("new", "Not looked at"),
                            ("eligible", "Eligible"),
                            ("to_check", "To check"),
                            ("no", "Not eligible"),
                        ],
                        default="new",
                        editable=False,
                        max_length=8,
                        verbose_name="check",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                ("changed_in", models.JSONField(default=dict, editable=False)),
                ("saved_at", models.DateTimeField(verbose_name="saved")),
                (
                    "submitted_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="submitted"),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submission",
                        to="teams.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "submission",
                "verbose_name_plural": "submissions",
            },
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="decided")),
                ("reason", models.TextField(max_length=300, verbose_name="reason")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rulings",
                        to="teams.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision about a team",
                "verbose_name_plural": "decisions about teams",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="MergeOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message", models.TextField(blank=True, max_length=300, verbose_name="message")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("closed", "closed"),
                        ],
                        default="waiting",
                        max_length=9,
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("words", models.TextField(blank=True, max_length=300, verbose_name="a word")),
                (
                    "offered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merge_questions",
                        to="teams.team",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merge_offers_out",
                        to="teams.team",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merge_offers_in",
                        to="teams.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal to merge",
                "verbose_name_plural": "proposals to merge",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seat", models.PositiveSmallIntegerField(verbose_name="seat")),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        help_text="The event's largest team size when the seat was taken."
                    ),
                ),
                ("is_captain", models.BooleanField(default=False, verbose_name="captain")),
                (
                    "is_named",
                    models.BooleanField(
                        default=False,
                        help_text="In the public gallery; nobody is named without having agreed.",
                        verbose_name="named beside the project",
                    ),
                ),
                ("joined_at", models.DateTimeField()),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="hackathon.event",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="teams.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "member",
                "verbose_name_plural": "members",
                "ordering": ["seat"],
            },
        ),
        migrations.CreateModel(
            name="LateRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(max_length=600, verbose_name="reason")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=8,
                        verbose_name="answer",
                    ),
                ),
                (
                    "words",
                    models.TextField(blank=True, max_length=300, verbose_name="a word to the team"),
                ),
                (
                    "answered_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="answered"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="late_requests",
                        to="teams.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "late request",
                "verbose_name_plural": "late requests",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message", models.TextField(blank=True, max_length=300, verbose_name="message")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("closed", "closed"),
                        ],
                        default="waiting",
                        max_length=9,
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("words", models.TextField(blank=True, max_length=300, verbose_name="a word")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="join_requests",
                        to="teams.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "request to join",
                "verbose_name_plural": "requests to join",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="JoinLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nonce", models.CharField(editable=False, max_length=32)),
                ("code_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(verbose_name="works until")),
                ("uses", models.PositiveSmallIntegerField(verbose_name="number of people")),
                ("uses_left", models.SmallIntegerField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="join_links",
                        to="teams.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "link to join",
                "verbose_name_plural": "links to join",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="email address")),
                ("nonce", models.CharField(editable=False, max_length=32)),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True, verbose_name="last sent")),
                ("accepted_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="teams.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="helprequest",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="help_requests",
                to="teams.team",
            ),
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.DateTimeField(verbose_name="deadline before")),
                ("until", models.DateTimeField(verbose_name="deadline now")),
                ("reason", models.TextField(max_length=300, verbose_name="reason")),
                ("granted_at", models.DateTimeField(verbose_name="when")),
                (
                    "challenge",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="hackathon.event",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="teams.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "extension",
                "verbose_name_plural": "extensions",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Departure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("was_captain", models.BooleanField(default=False)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("left", "left the team"),
                            ("removed", "removed by the captain"),
                            ("withdrew", "withdrew from the event"),
                            ("closed", "the team closed"),
                            ("moved", "moved by an organiser"),
                        ],
                        default="left",
                        max_length=8,
                        verbose_name="how",
                    ),
                ),
                ("left_at", models.DateTimeField(verbose_name="left")),
                ("reason", models.TextField(blank=True, max_length=300, verbose_name="reason")),
                ("seat", models.PositiveSmallIntegerField(null=True)),
                ("joined_at", models.DateTimeField(null=True)),
                ("was_named", models.BooleanField(default=False)),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="departures",
                        to="teams.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "departure",
                "verbose_name_plural": "departures",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("image", "Pictures"),
                            ("slides", "Slides"),
                            ("video", "Video"),
                            ("archive", "Archives"),
                        ],
                        default="pdf",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("media_type", models.CharField(default="application/pdf", max_length=100)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="teams.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=43, unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("began_at", models.DateTimeField(verbose_name="began")),
                ("refusal", models.CharField(blank=True, max_length=300)),
                (
                    "attachment",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="upload",
                        to="teams.attachment",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="teams.team",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "upload",
                "verbose_name_plural": "uploads",
            },
        ),
        migrations.CreateModel(
            name="Verdict",
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
                            ("eligible", "Eligible"),
                            ("to_check", "To check"),
                            ("no", "Not eligible"),
                            ("out", "Disqualified"),
                            ("rescued", "Submitted for the team"),
                        ],
                        max_length=8,
                        verbose_name="decision",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=300, verbose_name="reason")),
                ("made_at", models.DateTimeField(verbose_name="when")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to="teams.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision about a submission",
                "verbose_name_plural": "decisions about submissions",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("summary", models.TextField(blank=True, max_length=600, verbose_name="summary")),
                (
                    "description",
                    models.TextField(blank=True, max_length=20000, verbose_name="description"),
                ),
                ("repository_url", models.URLField(blank=True, verbose_name="repository")),
                ("demo_url", models.URLField(blank=True, verbose_name="demo")),
                ("video_url", models.URLField(blank=True, verbose_name="video")),
                ("slides_url", models.URLField(blank=True, verbose_name="slides")),
                (
                    "technologies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="technologies",
                    ),
                ),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("team", "Submitted by the team"),
                            ("clock", "The last draft, taken at the deadline"),
                            ("organiser", "Submitted by an organiser for the team"),
                        ],
                        default="team",
                        max_length=9,
                        verbose_name="how",
                    ),
                ),
                (
                    "in_grace",
                    models.BooleanField(default=False, verbose_name="within the minutes of grace"),
                ),
                (
                    "keeps_marks",
                    models.BooleanField(
                        default=False,
                        help_text="Until the judge has handed in marks for this one.",
                        verbose_name="marks for the version before count on",
                    ),
                ),
                ("submitted_at", models.DateTimeField(verbose_name="submitted")),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="teams.submission",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versions",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("body_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("taken", "Taken"),
                            ("late", "Refused: too late"),
                            ("other", "Refused: the same attempt with another content"),
                            ("refused", "Refused"),
                        ],
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("made_at", models.DateTimeField(verbose_name="when")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="teams.team",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="teams.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt to submit",
                "verbose_name_plural": "attempts to submit",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="VersionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_versions",
                        to="teams.attachment",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="version_files",
                        to="teams.version",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="AdmissionCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="Capitals do not matter when it is typed.",
                        max_length=40,
                        verbose_name="code",
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=120, verbose_name="for whom")),
                ("uses", models.PositiveIntegerField(default=1, verbose_name="number of people")),
                (
                    "uses_left",
                    models.IntegerField(default=1, editable=False, verbose_name="uses left"),
                ),
                (
                    "expires_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="works until"),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="admission_codes",
                        to="hackathon.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation code",
                "verbose_name_plural": "invitation codes",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "code"),
                        name="admission_code_once",
                        violation_error_message="Another code of this event reads the same.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("uses_left__gte", 0), ("uses_left__lte", models.F("uses"))
                        ),
                        name="admission_code_uses_in_range",
                        violation_error_message="This code has been used up.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="bundle",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["waiting", "making"])),
                fields=("event",),
                name="bundle_one_at_a_time",
                violation_error_message="An archive is being made already. Wait for it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coach",
            constraint=models.UniqueConstraint(
                fields=("event", "user"),
                name="coach_once",
                violation_error_message="This person already coaches here.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coach",
            constraint=models.UniqueConstraint(
                condition=models.Q(("email", ""), _negated=True),
                fields=("event", "email"),
                name="coach_address_once",
                violation_error_message="Another coach of this event has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coachchallenge",
            constraint=models.UniqueConstraint(
                fields=("coach", "challenge"),
                name="coach_challenge_once",
                violation_error_message="The coach has this challenge already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consenttext",
            constraint=models.UniqueConstraint(
                fields=("event", "kind", "version"),
                name="consent_version_once",
                violation_error_message="Somebody has just written a new version. Look at it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entryquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["choice", "choices"]), _negated=True),
                    models.Q(("options", ""), _negated=True),
                    _connector="OR",
                ),
                name="entry_question_choices_are_listed",
                violation_error_message="Write the choices, one a line.",
            ),
        ),
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(
                fields=["event", "status", "applied_at"], name="participant_in_line"
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(
                fields=("event", "user"),
                name="participant_once_per_event",
                violation_error_message="This person is registered already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(
                fields=("event", "place"),
                name="participant_place_once",
                violation_error_message="This place has just been taken. Try again.",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(
                fields=("event", "code"), name="participant_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("place", None),
                    ("places", None),
                    ("place__lte", models.F("places")),
                    _connector="OR",
                ),
                name="participant_place_exists",
                violation_error_message="All places are taken.",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status__in", ("offered", "confirmed")),
                        models.Q(("place__isnull", False), ("places", None), _connector="OR"),
                    ),
                    models.Q(
                        models.Q(("status__in", ("offered", "confirmed")), _negated=True),
                        ("place", None),
                    ),
                    _connector="OR",
                ),
                name="participant_place_fits_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "offered"), _negated=True),
                    ("confirm_by__isnull", False),
                    _connector="OR",
                ),
                name="participant_offer_has_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="entryanswer",
            constraint=models.UniqueConstraint(
                fields=("participant", "question"), name="entry_answer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.UniqueConstraint(
                fields=("participant", "text"), name="acceptance_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="projectquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["choice", "choices"]), _negated=True),
                    models.Q(("options", ""), _negated=True),
                    _connector="OR",
                ),
                name="project_question_choices_are_listed",
                violation_error_message="Write the choices, one a line.",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "file"), _negated=True),
                name="project_question_takes_no_file",
                violation_error_message="Files have a place of their own in every submission.",
            ),
        ),
        migrations.AddIndex(
            model_name="team",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("is_open", True)),
                fields=["event", "name_key"],
                name="team_looks_for_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)),
                fields=("event", "name_key"),
                name="team_name_once_per_event",
                violation_error_message="Another team already carries this name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into", None), ("closed_at__isnull", False), _connector="OR"
                ),
                name="team_merged_is_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "submitted"), _negated=True),
                    ("submitted_at__isnull", False),
                    _connector="OR",
                ),
                name="submission_submitted_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="mergeoffer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answer", "waiting")),
                fields=("source", "target"),
                name="merge_offer_once",
                violation_error_message="This has been proposed already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mergeoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("target")), _negated=True),
                name="merge_offer_of_two",
                violation_error_message="A team cannot merge with itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mergeoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asked_team", models.F("source")),
                    ("asked_team", models.F("target")),
                    _connector="OR",
                ),
                name="merge_offer_asks_one_of_both",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                fields=("event", "user"),
                name="member_one_team_per_event",
                violation_error_message="This person already has a team in this event.",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_captain", True)),
                fields=("team",),
                name="member_one_captain_per_team",
                violation_error_message="A team has one captain.",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                fields=("team", "seat"),
                name="member_seat_once",
                violation_error_message="This seat has just been taken. Try again.",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("seat__gte", 1), ("seat__lte", models.F("seats"))),
                name="member_seat_exists",
                violation_error_message="The team is full.",
            ),
        ),
        migrations.AddConstraint(
            model_name="laterequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answer", "waiting")),
                fields=("team",),
                name="late_request_one_waiting",
                violation_error_message="Your team has asked already. Wait for the answer.",
            ),
        ),
        migrations.AddConstraint(
            model_name="laterequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answer", "waiting"), ("answered_at__isnull", False), _connector="OR"
                ),
                name="late_request_answered_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="joinrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answer", "waiting")),
                fields=("team", "user"),
                name="join_request_once",
                violation_error_message="You have asked this team already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="joinlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("uses_left__gte", 0), ("uses_left__lte", models.F("uses"))),
                name="join_link_uses_in_range",
                violation_error_message="This link has been used up. Ask for a new one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                fields=("team", "email"),
                name="invitation_once",
                violation_error_message="This address has already been invited.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted_at", None), ("revoked_at", None), _connector="OR"),
                name="invitation_accepted_or_revoked",
                violation_error_message="This invitation has been used.",
            ),
        ),
        migrations.AddConstraint(
            model_name="helprequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["waiting", "claimed"])),
                fields=("team", "slot"),
                name="help_slot_once",
                violation_error_message="Somebody in your team has just asked. Try again.",
            ),
        ),
        migrations.AddConstraint(
            model_name="helprequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("slot__gte", 1), ("slot__lte", 3)),
                name="help_slot_exists",
                violation_error_message="Your team has too many open requests.",
            ),
        ),
        migrations.AddConstraint(
            model_name="helprequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "claimed"), _negated=True),
                    models.Q(("claimed_at__isnull", False), ("claimed_by__isnull", False)),
                    _connector="OR",
                ),
                name="help_claimed_has_coach",
            ),
        ),
        migrations.AddConstraint(
            model_name="helprequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "waiting"), _negated=True),
                    models.Q(("claimed_at", None), ("claimed_by", None)),
                    _connector="OR",
                ),
                name="help_waiting_has_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("before"))),
                name="extension_gives_time",
                violation_error_message="An extension moves the deadline to a later time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "eligible"), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="verdict_has_reason",
                violation_error_message="Write the reason: the team is told.",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                fields=("submission", "number"), name="version_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("submitted_by__isnull", False), ("origin", "clock"), _connector="OR"
                ),
                name="version_has_somebody_or_the_clock",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "taken")),
                fields=("team", "key"),
                name="attempt_taken_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "taken"), _negated=True),
                    ("version__isnull", False),
                    _connector="OR",
                ),
                name="attempt_taken_has_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="versionfile",
            constraint=models.UniqueConstraint(
                fields=("version", "attachment"), name="version_file_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="versionfile",
            constraint=models.UniqueConstraint(
                fields=("version", "position"), name="version_file_position_once"
            ),
        ),
    ]
