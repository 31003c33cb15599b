"""Looks into each file of a folder in a process of its own, which it watches.

``python -m tests.teams.submissions.inspecting LIST``: a line of JSON for each file, with what
became of it, the seconds and megabytes that it cost, and every place that was written to.
"""

import json
import os
import sys
import time
from pathlib import Path

CHANGING = ("os.rename", "os.link", "os.symlink", "os.mkdir", "os.truncate", "os.chmod")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def main(listed: Path) -> None:
    import django

    django.setup()
    from PIL import Image

    Image.init()
    for name, path in json.loads(listed.read_text()):
        print(json.dumps(watched(name, Path(path))), flush=True)


def watched(name: str, path: Path) -> dict:
    reader, writer = os.pipe()
    began, child = time.monotonic(), os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w") as line:
            json.dump(look(name, path), line)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as line:
        said = line.read()
    _pid, status, used = os.wait4(child, 0)
    return {
        **(json.loads(said) if said else {"outcome": "died", "status": status}),
        "seconds": used.ru_utime + used.ru_stime,
        "elapsed": time.monotonic() - began,
        "megabytes": used.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024),
    }


def look(name: str, path: Path) -> dict:
    from django.core.exceptions import ValidationError

    from hackathon.files.inspection import inspect_file
    from hackathon.files.storage import keep, path_of
    from hackathon.kernel.models.event import FileKind

    places: set[str] = set()
    sys.addaudithook(lambda event, args: note(places, event, args))
    try:
        with inspect_file(path, name, list(FileKind)) as found:
            stored = keep(found.path, found.name)
            kept = {"kept": str(path_of(stored.sha256)), "media_type": found.media_type}
    except ValidationError as refusal:
        return {"outcome": "refused", "why": " ".join(refusal.messages), "places": sorted(places)}
    except BaseException as error:
        return {"outcome": "broke", "why": repr(error), "places": sorted(places)}
    return {"outcome": "kept", "name": stored.name, **kept, "places": sorted(places)}


def note(places: set[str], event: str, args: tuple) -> None:
    if event == "open" and isinstance(args[0], str | bytes) and (args[2] or 0) & WRITING:
        places.add(os.fsdecode(args[0]))
    elif event in CHANGING:
        places.update(os.fsdecode(arg) for arg in args[:2] if isinstance(arg, str | bytes))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
