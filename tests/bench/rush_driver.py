"""A crowd at the deadline, in a process of its own: sends at its hour and writes down each answer.

``python -m tests.bench.rush_driver PLAN LEDGER`` with a plan that ``deadline_rush`` has written.
A line of the ledger is synced to disk before the next request counts: what stands in it was
acknowledged, whatever happens to anybody afterwards.
"""

import hashlib
import html
import http.client
import json
import os
import sys
import threading
import time
from pathlib import Path

SIZE = 2 * 1024 * 1024
BOUNDARY = "----deadline-rush"
CSRF = "r" * 32


def pdf_of(number: int, filling: bytes) -> bytes:
    """A small document of one empty page with a large stream beside it, another for everybody."""
    stream = b"%010d" % number + filling
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body, places = b"%PDF-1.4\n", []
    for index, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (index, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\n" % table
    return body + end + b"startxref\n%d\n%%%%EOF\n" % len(body)


def form_of(number: int, pdf: bytes) -> bytes:
    """What a browser without JavaScript sends when somebody presses Submit."""
    fields = {
        "csrfmiddlewaretoken": CSRF,
        "title": f"Project {number}",
        "do": "submit",
        "summary": "For people who are nearly late.",
        "description": "Words. " * 300,
        "technologies": "python, maps",
        "repository_url": "",
        "demo_url": "",
        "video_url": "",
        "slides_url": "",
        "revision": "0",
        "key": f"rush-{number}",
    }
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="plan.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode()
    return b"".join([*parts, head, pdf, f"\r\n--{BOUNDARY}--\r\n".encode()])


class Ledger:
    def __init__(self, path: Path) -> None:
        self.file = path.open("w")
        self.lock = threading.Lock()

    def write(self, **entry: object) -> None:
        with self.lock:
            self.file.write(json.dumps(entry) + "\n")
            self.file.flush()
            os.fsync(self.file.fileno())


class Crowd:
    def __init__(self, plan: dict, ledger: Ledger) -> None:
        self.plan, self.ledger = plan, ledger
        self.filling = os.urandom(SIZE)

    def send(self, person: dict) -> None:
        pdf = pdf_of(person["number"], self.filling)
        sha256 = hashlib.sha256(pdf).hexdigest()
        body = form_of(person["number"], pdf)
        time.sleep(max(0, person["at"] - time.time()))
        began = time.time()
        entry = {"number": person["number"], "sent": began, "file": sha256}
        connection = http.client.HTTPConnection("127.0.0.1", self.plan["port"], timeout=60)
        try:
            entry |= self.submit(connection, person, body)
        except (OSError, http.client.HTTPException) as error:
            entry |= {"status": 0, "error": repr(error), "seconds": time.time() - began}
        connection.close()
        self.ledger.write(**entry)

    def submit(self, connection, person: dict, body: bytes) -> dict:
        began = time.time()
        cookies = {"Cookie": f"sessionid={person['session']}; csrftoken={CSRF}"}
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        connection.request("POST", person["path"], body, cookies | kind)
        answer = connection.getresponse()
        answer.read()
        said = {"status": answer.status, "seconds": time.time() - began}
        if answer.status == 302:
            connection.request("GET", answer.headers["Location"], headers=cookies)
            page = connection.getresponse()
            text = page.read().decode()
            said |= {"page": page.status, "whole": time.time() - began}
            if "<pre" in text:
                shown = text.split("<pre", 1)[1].split(">", 1)[1].split("</pre>")[0]
                said["receipt"] = html.unescape(shown)
        return said


def main(plan: Path, ledger: Path) -> None:
    crowd = Crowd(json.loads(plan.read_text()), Ledger(ledger))
    threads = []
    for person in crowd.plan["people"]:
        # A thread a person, made a few seconds before their hour: nobody waits for anybody else.
        time.sleep(max(0, person["at"] - 4 - time.time()))
        threads.append(threading.Thread(target=crowd.send, args=[person]))
        threads[-1].start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
