import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("hackathon", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Challenge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(verbose_name="short name in addresses")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("title_en", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_fr", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_nl", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_de", models.CharField(max_length=120, null=True, verbose_name="title")),
                (
                    "question",
                    models.CharField(
                        help_text="The challenge as the question it is.",
                        max_length=300,
                        verbose_name="question",
                    ),
                ),
                (
                    "question_en",
                    models.CharField(
                        help_text="The challenge as the question it is.",
                        max_length=300,
                        null=True,
                        verbose_name="question",
                    ),
                ),
                (
                    "question_fr",
                    models.CharField(
                        help_text="The challenge as the question it is.",
                        max_length=300,
                        null=True,
                        verbose_name="question",
                    ),
                ),
                (
                    "question_nl",
                    models.CharField(
                        help_text="The challenge as the question it is.",
                        max_length=300,
                        null=True,
                        verbose_name="question",
                    ),
                ),
                (
                    "question_de",
                    models.CharField(
                        help_text="The challenge as the question it is.",
                        max_length=300,
                        null=True,
                        verbose_name="question",
                    ),
                ),
                (
                    "brief",
                    models.TextField(blank=True, help_text="Markdown.", verbose_name="brief"),
                ),
                (
                    "brief_en",
                    models.TextField(
                        blank=True, help_text="Markdown.", null=True, verbose_name="brief"
                    ),
                ),
                (
                    "brief_fr",
                    models.TextField(
                        blank=True, help_text="Markdown.", null=True, verbose_name="brief"
                    ),
                ),
                (
                    "brief_nl",
                    models.TextField(
                        blank=True, help_text="Markdown.", null=True, verbose_name="brief"
                    ),
                ),
                (
                    "brief_de",
                    models.TextField(
                        blank=True, help_text="Markdown.", null=True, verbose_name="brief"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                (
                    "submissions_close_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty: with the event's own deadline.",
                        null=True,
                        verbose_name="submissions close",
                    ),
                ),
            ],
            options={
                "verbose_name": "challenge",
                "verbose_name_plural": "challenges",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="ChallengeOwner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "challenge owner",
                "verbose_name_plural": "challenge owners",
            },
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                ("value", models.CharField(max_length=20, verbose_name="figure")),
                ("label", models.CharField(max_length=80, verbose_name="label")),
                ("label_en", models.CharField(max_length=80, null=True, verbose_name="label")),
                ("label_fr", models.CharField(max_length=80, null=True, verbose_name="label")),
                ("label_nl", models.CharField(max_length=80, null=True, verbose_name="label")),
                ("label_de", models.CharField(max_length=80, null=True, verbose_name="label")),
            ],
            options={
                "verbose_name": "key figure",
                "verbose_name_plural": "key figures",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                ("day", models.DateField(verbose_name="day")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="time")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_en", models.CharField(max_length=200, null=True, verbose_name="title")),
                ("title_fr", models.CharField(max_length=200, null=True, verbose_name="title")),
                ("title_nl", models.CharField(max_length=200, null=True, verbose_name="title")),
                ("title_de", models.CharField(max_length=200, null=True, verbose_name="title")),
            ],
            options={
                "verbose_name": "programme item",
                "verbose_name_plural": "programme",
                "ordering": ["day", "starts_at", "position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_en", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_fr", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_nl", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_de", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("role", models.CharField(blank=True, max_length=120, verbose_name="role")),
                (
                    "role_en",
                    models.CharField(blank=True, max_length=120, null=True, verbose_name="role"),
                ),
                (
                    "role_fr",
                    models.CharField(blank=True, max_length=120, null=True, verbose_name="role"),
                ),
                (
                    "role_nl",
                    models.CharField(blank=True, max_length=120, null=True, verbose_name="role"),
                ),
                (
                    "role_de",
                    models.CharField(blank=True, max_length=120, null=True, verbose_name="role"),
                ),
                ("url", models.URLField(blank=True, verbose_name="website")),
            ],
            options={
                "verbose_name": "partner",
                "verbose_name_plural": "partners",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Prize",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("title_en", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_fr", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_nl", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_de", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("reward", models.CharField(blank=True, max_length=200, verbose_name="reward")),
                (
                    "reward_en",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="reward"),
                ),
                (
                    "reward_fr",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="reward"),
                ),
                (
                    "reward_nl",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="reward"),
                ),
                (
                    "reward_de",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="reward"),
                ),
                ("rank", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
            ],
            options={
                "verbose_name": "prize",
                "verbose_name_plural": "prizes",
                "ordering": ["challenge__position", "rank"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="question")),
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
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="answer")),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "answered_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="answered"),
                ),
                (
                    "published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="published"),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["asked_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Quotation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                ("text", models.TextField(verbose_name="words")),
                ("text_en", models.TextField(null=True, verbose_name="words")),
                ("text_fr", models.TextField(null=True, verbose_name="words")),
                ("text_nl", models.TextField(null=True, verbose_name="words")),
                ("text_de", models.TextField(null=True, verbose_name="words")),
                ("author", models.CharField(max_length=120, verbose_name="author")),
                ("function", models.CharField(blank=True, max_length=200, verbose_name="function")),
                (
                    "function_en",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="function"
                    ),
                ),
                (
                    "function_fr",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="function"
                    ),
                ),
                (
                    "function_nl",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="function"
                    ),
                ),
                (
                    "function_de",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="function"
                    ),
                ),
            ],
            options={
                "verbose_name": "quotation",
                "verbose_name_plural": "quotations",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="challenge",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="challenges",
                to="hackathon.event",
            ),
        ),
        migrations.AddField(
            model_name="challengeowner",
            name="challenge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="owners",
                to="challenges.challenge",
            ),
        ),
        migrations.AddField(
            model_name="challengeowner",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="owned_challenges",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="figure",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="hackathon.event",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="hackathon.event",
            ),
        ),
        migrations.AddField(
            model_name="partner",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="hackathon.event",
            ),
        ),
        migrations.AddField(
            model_name="prize",
            name="challenge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="prizes",
                to="challenges.challenge",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="answered_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="challenge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="challenges.challenge",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="hackathon.event",
            ),
        ),
        migrations.AddField(
            model_name="quotation",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="hackathon.event",
            ),
        ),
        migrations.AddConstraint(
            model_name="challenge",
            constraint=models.UniqueConstraint(
                fields=("event", "slug"),
                name="challenge_slug_once_per_event",
                violation_error_message="Another challenge of this event has this short name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="challengeowner",
            constraint=models.UniqueConstraint(
                fields=("challenge", "user"),
                name="challenge_owner_once",
                violation_error_message="This person already owns the challenge.",
            ),
        ),
        migrations.AddConstraint(
            model_name="prize",
            constraint=models.UniqueConstraint(
                fields=("challenge", "rank"),
                name="prize_rank_once",
                violation_error_message="Another prize of this challenge has this order.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at", None)),
                fields=("event", "asked_by", "slot"),
                name="question_slot_once",
                violation_error_message="You have just asked another question. Try again.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("slot__gte", 1), ("slot__lte", 20)),
                name="question_slot_exists",
                violation_error_message="You have too many questions without an answer.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at", None), ("answered_at__isnull", False), _connector="OR"
                ),
                name="question_published_is_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_at", None),
                    models.Q(
                        ("answered_by__isnull", False), models.Q(("answer", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="question_answer_has_author",
            ),
        ),
    ]
