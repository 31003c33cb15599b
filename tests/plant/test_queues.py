"""Every task waits in a queue that somebody works on, and no mail behind what is slow."""

import re
from itertools import chain

import pytest
from django.conf import settings

from hackathon.celery import app
from hackathon.embedded import options, places
from hackathon.embedded.demo import Demo
from hackathon.embedded.programs import COMPUTING, FILES, MAIL, QUEUES, Worker
from hackathon.embedded.stack import Stack

SLOW = {COMPUTING, FILES}
COMPOSE = places.ROOT / "deploy" / "compose.yaml"


def own_tasks():
    app.loader.import_default_modules()
    return sorted(task for task in app.tasks if task.split(".")[0] in settings.FLOORS)


def demo_workers(tmp_path):
    stack = Stack(tmp_path)
    parts = Demo(stack, {}, options.parse([])).programs
    return [part.queues for part in parts if isinstance(part, Worker)]


def deployed_workers(_path):
    lines = re.findall(r"command: \[worker, ([\w, ]+)\]", COMPOSE.read_text())
    return [tuple(line.split(", ")) for line in lines]


@pytest.mark.parametrize("workers", [demo_workers, deployed_workers])
def test_every_queue_has_a_worker_and_mails_wait_behind_nothing_slow(workers, tmp_path):
    found = workers(tmp_path)

    assert sorted(chain(*found)) == sorted(QUEUES)
    assert not [queues for queues in found if MAIL in queues and SLOW & set(queues)]


@pytest.mark.parametrize("task", own_tasks())
def test_every_task_has_a_queue(task):
    assert app.amqp.router.route({}, task)["queue"].name in QUEUES


def test_beat_asks_for_tasks_that_exist():
    asked = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert asked <= set(own_tasks())
