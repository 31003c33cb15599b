import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("challenges", "0001_initial"),
        ("hackathon", "0001_initial"),
        ("teams", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Results",
            fields=[],
            options={
                "verbose_name": "results",
                "verbose_name_plural": "results",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("hackathon.event",),
        ),
        migrations.CreateModel(
            name="CalculationJob",
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
                            ("ranking", "ranking"),
                            ("without_each", "ranking without each judge"),
                        ],
                        default="ranking",
                        max_length=12,
                    ),
                ),
                ("inputs_sha256", models.CharField(max_length=64)),
                ("wanted_at", models.DateTimeField(verbose_name="wanted")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                ("not_before", models.DateTimeField(null=True, verbose_name="tried again")),
                ("lease_until", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, max_length=200, verbose_name="failure")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calculation_jobs",
                        to="hackathon.event",
                    ),
                ),
            ],
            options={
                "ordering": ["wanted_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="email address")),
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
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidates",
                        to="hackathon.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "person at the door of the jury",
                "verbose_name_plural": "people at the door of the jury",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.JSONField()),
                ("changes", models.JSONField()),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="hackathon.event",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="title")),
                ("title_en", models.CharField(max_length=80, null=True, verbose_name="title")),
                ("title_fr", models.CharField(max_length=80, null=True, verbose_name="title")),
                ("title_nl", models.CharField(max_length=80, null=True, verbose_name="title")),
                ("title_de", models.CharField(max_length=80, null=True, verbose_name="title")),
                (
                    "meaning",
                    models.CharField(blank=True, max_length=300, verbose_name="what it means"),
                ),
                (
                    "meaning_en",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="what it means"
                    ),
                ),
                (
                    "meaning_fr",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="what it means"
                    ),
                ),
                (
                    "meaning_nl",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="what it means"
                    ),
                ),
                (
                    "meaning_de",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="what it means"
                    ),
                ),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="weight",
                    ),
                ),
                ("lowest", models.PositiveSmallIntegerField(default=1, verbose_name="lowest mark")),
                (
                    "highest",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[django.core.validators.MaxValueValidator(10)],
                        verbose_name="highest mark",
                    ),
                ),
                (
                    "anchors",
                    models.TextField(
                        blank=True,
                        help_text="One line a mark, from the lowest to the highest.",
                        verbose_name="what each mark means",
                    ),
                ),
                (
                    "anchors_en",
                    models.TextField(
                        blank=True,
                        help_text="One line a mark, from the lowest to the highest.",
                        null=True,
                        verbose_name="what each mark means",
                    ),
                ),
                (
                    "anchors_fr",
                    models.TextField(
                        blank=True,
                        help_text="One line a mark, from the lowest to the highest.",
                        null=True,
                        verbose_name="what each mark means",
                    ),
                ),
                (
                    "anchors_nl",
                    models.TextField(
                        blank=True,
                        help_text="One line a mark, from the lowest to the highest.",
                        null=True,
                        verbose_name="what each mark means",
                    ),
                ),
                (
                    "anchors_de",
                    models.TextField(
                        blank=True,
                        help_text="One line a mark, from the lowest to the highest.",
                        null=True,
                        verbose_name="what each mark means",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                (
                    "retired_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="retired"),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: it counts in every challenge.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="challenges.challenge",
                        verbose_name="challenge",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="hackathon.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "criterion",
                "verbose_name_plural": "rubric",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Judge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "function",
                    models.CharField(blank=True, max_length=200, verbose_name="title or function"),
                ),
                (
                    "function_en",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="title or function"
                    ),
                ),
                (
                    "function_fr",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="title or function"
                    ),
                ),
                (
                    "function_nl",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="title or function"
                    ),
                ),
                (
                    "function_de",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="title or function"
                    ),
                ),
                (
                    "organisation",
                    models.CharField(blank=True, max_length=200, verbose_name="organisation"),
                ),
                (
                    "organisation_en",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="organisation"
                    ),
                ),
                (
                    "organisation_fr",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="organisation"
                    ),
                ),
                (
                    "organisation_nl",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="organisation"
                    ),
                ),
                (
                    "organisation_de",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="organisation"
                    ),
                ),
                (
                    "biography",
                    models.TextField(blank=True, max_length=1500, verbose_name="biography"),
                ),
                (
                    "biography_en",
                    models.TextField(
                        blank=True, max_length=1500, null=True, verbose_name="biography"
                    ),
                ),
                (
                    "biography_fr",
                    models.TextField(
                        blank=True, max_length=1500, null=True, verbose_name="biography"
                    ),
                ),
                (
                    "biography_nl",
                    models.TextField(
                        blank=True, max_length=1500, null=True, verbose_name="biography"
                    ),
                ),
                (
                    "biography_de",
                    models.TextField(
                        blank=True, max_length=1500, null=True, verbose_name="biography"
                    ),
                ),
                ("photo", models.CharField(blank=True, editable=False, max_length=64)),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="email address"),
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
                    "availability",
                    models.CharField(blank=True, max_length=200, verbose_name="when available"),
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
                    "conduct_accepted_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="code of conduct accepted"
                    ),
                ),
                ("left_at", models.DateTimeField(editable=False, null=True, verbose_name="left")),
                (
                    "left_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="why"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judges",
                        to="hackathon.event",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judges_in",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "judge",
                "verbose_name_plural": "jury",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Conflict",
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
                            ("works", "works with the team"),
                            ("family", "family or friends"),
                            ("coached", "coached the team"),
                            ("owns", "owns the challenge"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("declared", "declared by the judge"),
                            ("imposed", "imposed"),
                            ("found", "found by comparison"),
                        ],
                        default="declared",
                        max_length=8,
                        verbose_name="how it came",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "to be settled"),
                            ("stands", "stands"),
                            ("lifted", "lifted"),
                            ("dismissed", "dismissed"),
                        ],
                        default="stands",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "sign",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("organisation", "the same organisation"),
                            ("domain", "the same mail domain"),
                            ("coach", "had a request for help of the team in hand, as a coach"),
                            ("owner", "owns the team's challenge"),
                            ("account", "the same account or mailbox as a member"),
                            ("person", "the same person as a member, by the name and more"),
                            ("former", "was a member of the team"),
                        ],
                        max_length=12,
                        verbose_name="what was found",
                    ),
                ),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        editable=False,
                        size=None,
                    ),
                ),
                (
                    "clues",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=254),
                        blank=True,
                        default=list,
                        editable=False,
                        size=None,
                    ),
                ),
                ("is_neutral", models.BooleanField(default=False, editable=False)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("declared_at", models.DateTimeField(verbose_name="since")),
                (
                    "settled_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="settled"),
                ),
                (
                    "settled_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="reason of the decision"
                    ),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to="teams.team",
                    ),
                ),
                (
                    "judge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to="judging.judge",
                    ),
                ),
            ],
            options={
                "verbose_name": "conflict of interest",
                "verbose_name_plural": "conflicts of interest",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="JuryRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "official",
                    models.CharField(
                        choices=[
                            ("mean", "the plain weighted mean"),
                            ("calibrated", "the calibrated score"),
                        ],
                        default="mean",
                        max_length=10,
                        verbose_name="official number",
                    ),
                ),
                (
                    "ladder",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("other", "the other of the two numbers"),
                                ("first", "the mean of the first criterion"),
                                ("median", "the median of the judges' scores"),
                                ("head", "how many judges put the one before the other"),
                                ("president", "the president decides, with a reason"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="ties are settled by",
                    ),
                ),
                (
                    "edits_until_lock",
                    models.BooleanField(
                        default=False,
                        help_text="Otherwise a scorecard is fixed once it is handed in.",
                        verbose_name="judges may change marks until judging closes",
                    ),
                ),
                (
                    "jury_shown",
                    models.CharField(
                        choices=[
                            ("always", "as soon as it is written"),
                            ("published", "when the results are published"),
                        ],
                        default="always",
                        max_length=9,
                        verbose_name="the public sees the jury",
                    ),
                ),
                (
                    "conflicts_told",
                    models.CharField(
                        choices=[
                            ("organisers", "the organisers alone"),
                            ("leaders", "the organisers and whoever leads the panel"),
                            (
                                "minutes",
                                "the organisers, whoever leads the panel, and the readers of the minutes",
                            ),
                        ],
                        default="leaders",
                        help_text="This is about kind and reason: all of these people know that a judge does not score a team. Judges see who reads what when they declare a conflict of interest.",
                        max_length=10,
                        verbose_name="who reads what ties a judge to a team",
                    ),
                ),
                (
                    "conduct",
                    models.TextField(
                        blank=True,
                        help_text="Markdown. Judges accept it with their seat.",
                        verbose_name="code of conduct",
                    ),
                ),
                (
                    "conduct_en",
                    models.TextField(
                        blank=True,
                        help_text="Markdown. Judges accept it with their seat.",
                        null=True,
                        verbose_name="code of conduct",
                    ),
                ),
                (
                    "conduct_fr",
                    models.TextField(
                        blank=True,
                        help_text="Markdown. Judges accept it with their seat.",
                        null=True,
                        verbose_name="code of conduct",
                    ),
                ),
                (
                    "conduct_nl",
                    models.TextField(
                        blank=True,
                        help_text="Markdown. Judges accept it with their seat.",
                        null=True,
                        verbose_name="code of conduct",
                    ),
                ),
                (
                    "conduct_de",
                    models.TextField(
                        blank=True,
                        help_text="Markdown. Judges accept it with their seat.",
                        null=True,
                        verbose_name="code of conduct",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="jury_rules",
                        to="hackathon.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "rules of the jury",
                "verbose_name_plural": "rules of the jury",
            },
        ),
        migrations.CreateModel(
            name="NeutralName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    models.CharField(max_length=200, verbose_name="mail domain or organisation"),
                ),
                ("named_at", models.DateTimeField(verbose_name="added")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="neutral_names",
                        to="hackathon.event",
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "neutral name",
                "verbose_name_plural": "neutral names",
                "ordering": ["text"],
            },
        ),
        migrations.CreateModel(
            name="Panel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("all", "everyone sees everything"),
                            ("some", "each submission is seen by some"),
                        ],
                        default="all",
                        max_length=4,
                        verbose_name="who sees what",
                    ),
                ),
                (
                    "reviews_each",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="reviews of each submission",
                    ),
                ),
                (
                    "most_per_judge",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="most reviews of one judge",
                    ),
                ),
                (
                    "more_waves",
                    models.PositiveSmallIntegerField(default=0, verbose_name="further waves"),
                ),
                (
                    "wave_size",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="reviews in a further wave"
                    ),
                ),
                (
                    "stop_at",
                    models.PositiveSmallIntegerField(
                        default=80,
                        validators=[
                            django.core.validators.MinValueValidator(50),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="stop when the leader is this sure, in per cent",
                    ),
                ),
                (
                    "opening",
                    models.CharField(
                        choices=[
                            ("president", "the president releases each wave"),
                            ("itself", "a wave opens when the one before is in"),
                        ],
                        default="president",
                        max_length=9,
                        verbose_name="waves open",
                    ),
                ),
                (
                    "discussion_opened_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="discussion opened"
                    ),
                ),
                (
                    "challenge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="panel",
                        to="challenges.challenge",
                    ),
                ),
            ],
            options={
                "verbose_name": "panel",
                "verbose_name_plural": "panels",
            },
        ),
        migrations.CreateModel(
            name="PanelSeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("member", "member"),
                            ("president", "president"),
                            ("deputy", "deputy president"),
                            ("reserve", "in reserve"),
                        ],
                        default="member",
                        max_length=9,
                        verbose_name="role",
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panel_seats",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "judge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="panel_seats",
                        to="judging.judge",
                    ),
                ),
            ],
            options={
                "verbose_name": "panel seat",
                "verbose_name_plural": "panel seats",
            },
        ),
        migrations.CreateModel(
            name="PaperSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("marks", models.JSONField(default=dict)),
                (
                    "remarks",
                    models.TextField(blank=True, max_length=5000, verbose_name="comment"),
                ),
                ("typed_at", models.DateTimeField(verbose_name="typed in")),
                (
                    "confirmed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="confirmed"),
                ),
                (
                    "refused_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="refused"),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "judge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_sheets",
                        to="judging.judge",
                    ),
                ),
                (
                    "typed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_sheets",
                        to="teams.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "sheet typed in from paper",
                "verbose_name_plural": "sheets typed in from paper",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.JSONField()),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("published_at", models.DateTimeField(verbose_name="published")),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="hackathon.event",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "publication",
                "verbose_name_plural": "publications",
            },
        ),
        migrations.CreateModel(
            name="Refusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verb", models.CharField(max_length=60, verbose_name="what was tried")),
                ("data", models.JSONField(default=dict, verbose_name="details")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("refused_at", models.DateTimeField(verbose_name="when")),
                (
                    "actor",
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
                        related_name="jury_refusals",
                        to="hackathon.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "refused attempt",
                "verbose_name_plural": "refused attempts",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="RoomCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nonce", models.CharField(editable=False, max_length=32)),
                ("code_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="room_codes",
                        to="hackathon.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "code shown in the room",
                "verbose_name_plural": "codes shown in the room",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="RuleSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("published_at", models.DateTimeField(verbose_name="published")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rule_sheets",
                        to="hackathon.event",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "rule sheet",
                "verbose_name_plural": "rule sheets",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Calculation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("inputs_sha256", models.CharField(max_length=64)),
                ("result", models.JSONField()),
                ("left_out", models.JSONField(null=True)),
                ("computed_at", models.DateTimeField(verbose_name="computed")),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calculations",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calculations",
                        to="judging.rulesheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "calculation",
                "verbose_name_plural": "calculations",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Scorecard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "remarks",
                    models.TextField(blank=True, max_length=5000, verbose_name="comment"),
                ),
                (
                    "note",
                    models.TextField(blank=True, max_length=5000, verbose_name="private note"),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                ("changed_in", models.JSONField(default=dict, editable=False)),
                ("saved_at", models.DateTimeField(editable=False, null=True, verbose_name="saved")),
                (
                    "handed_in_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="handed in"),
                ),
                (
                    "reopened_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="reopened"),
                ),
                ("reopened_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "abstained_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="abstained"),
                ),
                ("abstained_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "set_aside_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="set aside"),
                ),
                ("set_aside_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "judge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scorecards",
                        to="judging.judge",
                    ),
                ),
                (
                    "moved_from",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scorecards",
                        to="teams.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "scorecard",
                "verbose_name_plural": "scorecards",
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.PositiveSmallIntegerField(verbose_name="mark")),
                ("lowest", models.PositiveSmallIntegerField(default=1)),
                ("highest", models.PositiveSmallIntegerField(default=5)),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="judging.criterion",
                    ),
                ),
                (
                    "scorecard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="judging.scorecard",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MarkChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.PositiveSmallIntegerField(null=True, verbose_name="before")),
                ("after", models.PositiveSmallIntegerField(null=True, verbose_name="after")),
                ("changed_at", models.DateTimeField(verbose_name="when")),
                ("device", models.CharField(blank=True, max_length=32)),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mark_changes",
                        to="judging.criterion",
                    ),
                ),
                (
                    "scorecard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mark_changes",
                        to="judging.scorecard",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a mark",
                "verbose_name_plural": "changes of marks",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField()),
                ("points", models.DecimalField(decimal_places=3, max_digits=6)),
                ("inputs_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standings",
                        to="hackathon.event",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["rank", "id"],
            },
        ),
        migrations.CreateModel(
            name="TieDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveBigIntegerField(), size=None, verbose_name="order"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("settles_sha256", models.CharField(blank=True, max_length=64)),
                ("inputs_sha256", models.CharField(max_length=64)),
                ("decided_at", models.DateTimeField(verbose_name="decided")),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tie_decisions",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "decision of a tie",
                "verbose_name_plural": "decisions of ties",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Unseating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("member", "member"),
                            ("president", "president"),
                            ("deputy", "deputy president"),
                            ("reserve", "in reserve"),
                        ],
                        max_length=9,
                        verbose_name="role",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unseatings",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "judge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unseatings",
                        to="judging.judge",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "seat taken away",
                "verbose_name_plural": "seats taken away",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Wave",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="wave")),
                ("seed", models.PositiveIntegerField(default=0)),
                ("proposed_at", models.DateTimeField(verbose_name="proposed")),
                (
                    "released_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="released"),
                ),
                ("certainty", models.PositiveSmallIntegerField(editable=False, null=True)),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waves",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "released_by",
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
                "verbose_name": "wave",
                "verbose_name_plural": "waves",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("plan", "by the plan"),
                            ("hand", "by hand"),
                            ("filler", "to keep the wave blind"),
                        ],
                        default="plan",
                        max_length=6,
                        verbose_name="how",
                    ),
                ),
                ("assigned_at", models.DateTimeField(verbose_name="assigned")),
                (
                    "ended_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="taken away"),
                ),
                (
                    "ended_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="why"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="teams.submission",
                    ),
                ),
                (
                    "judge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="judging.judge",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="judging.wave",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        null=True, verbose_name="place in the ranking"
                    ),
                ),
                ("ranking_sha256", models.CharField(blank=True, max_length=64)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prize",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="award",
                        to="challenges.prize",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards",
                        to="teams.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "award",
                "verbose_name_plural": "awards",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("submission__isnull", False),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="award_without_winner_has_reason",
                        violation_error_message="Say why nobody gets the prize: everybody will read it.",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="calculationjob",
            constraint=models.UniqueConstraint(
                fields=("event", "kind", "inputs_sha256"), name="calculation_job_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answer", "waiting")),
                fields=("event", "email"),
                name="candidate_waits_once",
                violation_error_message="You have asked already. An organiser lets you in.",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="correction_has_reason",
                violation_error_message="Say why: the reason stands on the results page.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__gte", 1)),
                name="criterion_counts",
                violation_error_message="A criterion that counts for nothing is none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("highest__lte", 10), ("lowest__lt", models.F("highest"))),
                name="criterion_scale_in_order",
                violation_error_message="The scale goes up, to 10 at most.",
            ),
        ),
        migrations.AddConstraint(
            model_name="judge",
            constraint=models.UniqueConstraint(
                fields=("event", "user"),
                name="judge_once",
                violation_error_message="This person already sits on the jury.",
            ),
        ),
        migrations.AddConstraint(
            model_name="judge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("email", ""), _negated=True),
                fields=("event", "email"),
                name="judge_address_once",
                violation_error_message="Another judge of this event has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "stands")),
                fields=("judge", "team"),
                name="conflict_once",
                violation_error_message="This conflict has been declared already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin", "found")),
                fields=("judge", "team", "sign", "people"),
                name="conflict_found_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["proposed", "stands"]),
                    ("settled_at__isnull", False),
                    _connector="OR",
                ),
                name="conflict_settled_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="neutralname",
            constraint=models.UniqueConstraint(
                models.F("event"),
                django.db.models.functions.text.Lower("text"),
                name="neutral_name_once",
                violation_error_message="This is on the list already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="panelseat",
            constraint=models.UniqueConstraint(
                fields=("judge", "challenge"),
                name="panel_seat_once",
                violation_error_message="The judge already sits on this panel.",
            ),
        ),
        migrations.AddConstraint(
            model_name="panelseat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "president")),
                fields=("challenge",),
                name="panel_one_president",
                violation_error_message="A panel has one president.",
            ),
        ),
        migrations.AddConstraint(
            model_name="panelseat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "deputy")),
                fields=("challenge",),
                name="panel_one_deputy",
                violation_error_message="A panel has one deputy president.",
            ),
        ),
        migrations.AddConstraint(
            model_name="papersheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", None),
                    models.Q(("confirmed_by", models.F("typed_by")), _negated=True),
                    _connector="OR",
                ),
                name="paper_sheet_has_two_people",
                violation_error_message="Another person confirms what you typed in.",
            ),
        ),
        migrations.AddConstraint(
            model_name="papersheet",
            constraint=models.UniqueConstraint(
                condition=models.Q(("confirmed_at", None), ("refused_at", None)),
                fields=("judge", "version"),
                name="paper_sheet_one_waiting",
                violation_error_message="This sheet has been typed in and waits to be confirmed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulesheet",
            constraint=models.UniqueConstraint(
                fields=("event", "number"), name="rule_sheet_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="calculation",
            constraint=models.UniqueConstraint(
                fields=("challenge", "inputs_sha256"), name="calculation_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="scorecard",
            constraint=models.UniqueConstraint(fields=("judge", "version"), name="scorecard_once"),
        ),
        migrations.AddConstraint(
            model_name="scorecard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("abstained_at", None),
                    models.Q(("abstained_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="scorecard_abstained_has_reason",
                violation_error_message="Say why you abstain.",
            ),
        ),
        migrations.AddConstraint(
            model_name="scorecard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("set_aside_at", None),
                    models.Q(("set_aside_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="scorecard_set_aside_has_reason",
                violation_error_message="Say why the scorecard is set aside.",
            ),
        ),
        migrations.AddConstraint(
            model_name="scorecard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("moved_from", None), ("set_aside_at__isnull", False), _connector="OR"
                ),
                name="scorecard_moved_is_set_aside",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.UniqueConstraint(
                fields=("scorecard", "criterion"), name="score_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value__gte", models.F("lowest")), ("value__lte", models.F("highest"))
                ),
                name="score_in_range",
                violation_error_message="This mark is not on the scale.",
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.UniqueConstraint(
                fields=("event", "submission"), name="standing_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="tiedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="tie_decision_has_reason",
                violation_error_message="Say why: the reason stands in the minutes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tiedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("order__len__gte", 2)),
                name="tie_decision_orders_two",
                violation_error_message="A tie is between two projects at least.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unseating",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="unseating_has_reason",
                violation_error_message="Say why: the reason stands in the minutes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.UniqueConstraint(
                fields=("challenge", "number"), name="wave_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("judge", "submission"),
                name="assignment_once",
                violation_error_message="This judge has this submission already.",
            ),
        ),
    ]
