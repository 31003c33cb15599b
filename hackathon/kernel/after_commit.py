"""Tasks that workers carry out as soon as an operation is committed, and that write to nobody.

The bell is only faster: each of these tasks stands in beat's timetable as well and finds by itself
what there is to do, so that nothing is lost with Redis or a worker. Who is written to is told by
``hackathon.kernel.notices``.
"""

from collections import defaultdict

_tasks: dict[str, list[str]] = defaultdict(list)


def ring_after(task: str, *verbs: str) -> None:
    """Have workers called for a task after each operation of these verbs; said in a room's
    ``following.py``."""
    for verb in verbs:
        _tasks[verb].append(task)


def tasks_after(verb: str) -> list[str]:
    return _tasks.get(verb, [])


def rung_for() -> dict[str, list[str]]:
    """Each verb with the tasks that follow it."""
    return dict(_tasks)
