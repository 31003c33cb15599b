from django.db import models


class TaskCount(models.Model):
    """How often workers have run a task, how often it failed, and how long it took altogether.

    In a row, because workers come and go on several machines. Not guarded: workers count.
    """

    task = models.CharField(max_length=80, unique=True)
    done = models.PositiveBigIntegerField(default=0)
    failed = models.PositiveBigIntegerField(default=0)
    seconds = models.FloatField(default=0)

    def __str__(self) -> str:
        return self.task
