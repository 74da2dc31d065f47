"""What a large file costs the server that takes it, through HTTP, against the real server: `python bench/files.py [megabytes] [surface]`.

Makes an installation in a temporary directory, serves its intake surface with gunicorn as `firsthand serve` does, and adds a file of this
size (500) by receipt: once as an ordinary form, without scripts, and once in pieces as our script sends it. Then opens it as the desk does.
Every file must be kept, and must open as what was sent.

Memory is the most that one process of the server ever had (VmHWM), beside what it had before the first file; CPU is that of the server's
processes. The client shares the machine and is not in it.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import intake as served

PASSPHRASE = "a bench and four plain words"
MEGABYTE = 1024 * 1024
PIECE = 512 * 1024  # as our script sends it: intake/views/attachments.py
BOUNDARY = "----pieces-of-a-form"


def main(megabytes: int, surface: str) -> None:
    with tempfile.TemporaryDirectory(prefix="firsthand-bench-") as folder:
        os.environ |= {"FIRSTHAND_DATA": folder, "DJANGO_SETTINGS_MODULE": "firsthand.site.settings", "FIRSTHAND_SURFACE": surface}
        import django

        django.setup()
        door = served.new_door(PASSPHRASE)
        served.describe(surface)
        print("                      MB      seconds    MB/s   CPU s   memory before, MB   at most, MB")
        for name, send in (("ordinary form", send_form), ("in pieces", send_pieces)):
            with served.serving() as (port, process):
                measure(name, megabytes, process, partial(send, port, _receipt(door), megabytes))
        open_all(megabytes)


def measure(name: str, megabytes: int, server: int, send: Callable[[], None]) -> None:
    time.sleep(2)
    before, spent, begun = most_memory(server), served.cpu_of(server), time.perf_counter()
    send()
    passed, spent = time.perf_counter() - begun, served.cpu_of(server) - spent
    print(f"{name:18}{megabytes:6}{passed:13.1f}{megabytes / passed:8.0f}{spent:8.1f}{before:20.0f}{most_memory(server):14.0f}", flush=True)


def most_memory(parent: int) -> float:
    """Megabytes that the largest process at or below this one ever had."""
    most, below = 0.0, [parent]
    while below:
        process = below.pop()
        most = max(most, int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())[1]) / 1024)
        for thread in Path(f"/proc/{process}/task").iterdir():
            below.extend(map(int, (thread / "children").read_text().split()))
    return most


def content(megabytes: int) -> Iterator[bytes]:
    """Bytes that no program can make smaller, the same each time."""
    one = hashlib.shake_256(b"firsthand bench").digest(MEGABYTE)
    for number in range(megabytes):
        yield number.to_bytes(8, "big") + one[8:]


class _Giver:
    """Someone with a receipt at the page of files, with its cookie and its token."""

    def __init__(self, port: int, receipt: str) -> None:
        self.port, self.receipt = port, receipt
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self.connection.request("GET", "/give/receipt/")
        blank = self.connection.getresponse()
        self.cookie = blank.headers["Set-Cookie"].split(";")[0]
        self.token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', blank.read().decode())[1]

    def post(self, path: str, body: bytes | Iterator[bytes], headers: dict[str, str]) -> bytes:
        always = {"Cookie": self.cookie, "Referer": f"http://127.0.0.1:{self.port}/"}
        self.connection.request("POST", path, body, always | headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            sys.exit(f"{path}: {answer.status} {text[-400:].decode(errors='replace')}")
        return text


def _multipart(fields: dict[str, str], name: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    for key, value in fields.items():
        yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
    yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="film.mp4"\r\nContent-Type: video/mp4\r\n\r\n'.encode()
    yield from pieces
    yield f"\r\n--{BOUNDARY}--\r\n".encode()


def send_form(port: int, receipt: str, megabytes: int) -> None:
    giver = _Giver(port, receipt)
    fields = {"csrfmiddlewaretoken": giver.token, "receipt": giver.receipt, "sent": "yes"}
    length = sum(map(len, _multipart(fields, "files", iter([])))) + megabytes * MEGABYTE
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Content-Length": str(length)}
    page = giver.post("/give/receipt/files/", _multipart(fields, "files", content(megabytes)), headers)
    if b"received and locked" not in page:
        sys.exit("the form was not kept")


def send_pieces(port: int, receipt: str, megabytes: int) -> None:
    giver = _Giver(port, receipt)
    size = megabytes * MEGABYTE
    said = {"csrfmiddlewaretoken": giver.token, "receipt": giver.receipt, "name": "film.mp4", "type": "video/mp4", "size": str(size)}
    for number, piece in enumerate(one[at : at + PIECE] for one in content(megabytes) for at in range(0, MEGABYTE, PIECE)):
        fields = said | {"stamp": "1", "at": str(number * PIECE)}
        body = b"".join(_multipart(fields, "piece", iter([piece])))
        answer = giver.post("/give/receipt/files/piece/", body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})
    if b'"whole": true' not in answer:
        sys.exit("the pieces did not become a file")


def _receipt(door: str) -> str:
    from django.utils import timezone

    from firsthand.core.consent import Use
    from firsthand.intake.actions import receive_testimony
    from firsthand.intake.queries import open_door_named
    from firsthand.intake.testified import Testified

    uses = frozenset({Use.STORE})
    return receive_testimony(door=open_door_named(door), words=Testified(words="A film."), uses=uses, now=timezone.now()).words.reveal()


def open_all(megabytes: int) -> None:
    from firsthand.core.hidden import Hidden
    from firsthand.foundation.vault.models import SealedFile, Team
    from firsthand.foundation.vault.opened_files import content_of, describe
    from firsthand.foundation.vault.opening import open_team_by_passphrase

    sent = hashlib.sha256()
    for piece in content(megabytes):
        sent.update(piece)
    team = Team.objects.get()
    holder = team.memberships.get().member.holder
    with_key = open_team_by_passphrase(team=team, holder=holder, passphrase=Hidden(PASSPHRASE))
    for row in SealedFile.objects.select_related("item"):
        begun, seen = time.perf_counter(), hashlib.sha256()
        for piece in content_of(describe(row.item.ref, with_key=with_key), place=row.place):
            seen.update(piece)
        if seen.digest() != sent.digest():
            sys.exit("a file opens as something else")
        passed = time.perf_counter() - begun
        print(f"{'opened again':18}{megabytes:6}{passed:13.1f}{megabytes / passed:8.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500, sys.argv[2] if len(sys.argv) > 2 else "intake")
