"""What the page on which a team writes sends to the server, and asks of it."""

import json

from hackathon.kernel.guard import unguarded
from teams.models import ProjectQuestion
from tests.teams.addresses import url


def send(client, seat, revision=0, **fields):
    body = {"revision": revision, "fields": fields}
    return client.post(url("save_draft", seat), json.dumps(body), "application/json")


def hear(client, seat, revision):
    return client.get(url("save_draft", seat), {"revision": revision})


def ask(event, **about):
    with unguarded("test"):
        return ProjectQuestion.objects.create(event=event, **{"label": "Licence", **about})
