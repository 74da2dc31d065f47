"""Sealed testimonies a second and what each costs, through HTTP, against the real server: `python bench/intake.py [seconds] [surface]`.

Makes an installation in a temporary directory (SQLite unless DATABASE_URL names a database that may be filled), serves its intake surface
with gunicorn as `firsthand serve` does, and sends whole testimonies at 1, 8 and 32 connections: sealed on arrival (2 kB of words, and
20,000 characters, the most that the form takes) and sealed beforehand as a browser with scripts does. Every answer must be a page with a
receipt, and every testimony that was answered must be in the database at the end.

CPU is that of the server's processes, read from /proc; the client and PostgreSQL's own processes share the machine and are not in it.
"""

from __future__ import annotations

import base64
import http.client
import os
import platform
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

CONNECTIONS = (1, 8, 32)
SENTENCE = "It was late and they would not let us go. "
WORDS = {"2 kB": SENTENCE * 50, "20,000 characters": (SENTENCE * 500)[:20_000]}
USES = ("store", "statistics", "anonymous-quote", "translation", "un-submission", "state-body", "media", "peer-alert")


def main(seconds: float, surface: str) -> None:
    with tempfile.TemporaryDirectory(prefix="firsthand-bench-") as folder:
        os.environ |= {"FIRSTHAND_DATA": folder, "DJANGO_SETTINGS_MODULE": "firsthand.site.settings", "FIRSTHAND_SURFACE": surface}
        os.environ |= {"FIRSTHAND_DOOR_FLOOD": "0", "FIRSTHAND_DOOR_MOST_AN_HOUR": "1000000000"}  # what is measured is a flood
        import django

        django.setup()
        door = new_door()
        describe(surface)
        with serving() as (port, process):
            for connections in CONNECTIONS:
                for name, words in WORDS.items():
                    measure(f"{name}, on arrival", connections, seconds, process, _sender(door, port, "send", _told(words)))
            for connections in CONNECTIONS:
                measure("2 kB, sealed there", connections, seconds, process, _sender(door, port, "sealed", _sealed(door)))


def describe(surface: str) -> None:
    from django.db import connection

    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown")
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1]) // 1024**2
    print(f"machine   {os.cpu_count()} x {model}, {memory} GiB, {platform.system()}, Python {platform.python_version()}")
    print(f"load      {os.getloadavg()[0]:.1f} before (1 minute; where others work on the machine, believe the CPU and not the rate)")
    print(f"serving   surface {surface} on {connection.vendor}, 2 processes of 4 threads, every commit synced to disk")
    print("                              connections   a second   CPU ms each   50 %    99 %")


def measure(name: str, connections: int, seconds: float, server: int, send: Callable[..., None]) -> None:
    from django.db import connections as databases

    from firsthand.intake.models import Testimony

    took: list[float] = []
    failed: list[str] = []
    before = Testimony.objects.count()
    ready = threading.Barrier(connections + 1, timeout=120)
    threads = [threading.Thread(target=send, args=(seconds, ready, took, failed)) for _ in range(connections)]
    for thread in threads:
        thread.start()
    ready.wait()
    begun, spent = time.perf_counter(), cpu_of(server)
    for thread in threads:
        thread.join()
    passed, spent = time.perf_counter() - begun, cpu_of(server) - spent
    databases.close_all()
    kept = Testimony.objects.count() - before
    took.sort()
    if failed or kept != len(took) or not took:
        sys.exit(f"{name}: {len(took)} answered, {kept} kept, {len(failed)} failed {sorted(set(failed))[:3]}")
    middle, late = took[len(took) // 2] * 1000, took[int(len(took) * 0.99)] * 1000
    print(f"{name:30}{connections:11}{len(took) / passed:11.0f}{spent / len(took) * 1000:14.2f}{middle:7.0f}{late:8.0f}", flush=True)


def cpu_of(parent: int) -> float:
    """Seconds of processor time that a process and all below it have used."""
    ticks, below = 0, [parent]
    while below:
        process = below.pop()
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
        for thread in Path(f"/proc/{process}/task").iterdir():
            below.extend(map(int, (thread / "children").read_text().split()))
    return ticks / os.sysconf("SC_CLK_TCK")


def _told(words: str) -> Callable[[], dict[str, str]]:
    from firsthand.intake import once

    answers = {"words": words, "year": "2025", "month": "3", "country": "KE", "area": "town", "acts": "arrest"}
    return lambda: answers | {"once": once.drawn()}


def _sealed(code: str) -> Callable[[], dict[str, str]]:
    """What a browser would send. Its own work is not the server's: one sealed blob is sent again and again, each time under a new Ref."""
    from firsthand.core.hidden import Hidden
    from firsthand.foundation.vault import sealing
    from firsthand.intake import slip
    from firsthand.intake.queries import open_door_named

    team = open_door_named(code).team
    row = {"ref": "V-7K3M9Q", "kind": "testimony", "version": 1}
    content = sealing.encrypt_content(WORDS["2 kB"].encode(), key=Hidden(secrets.token_bytes(32)), **row)
    key = sealing.seal_key(Hidden(secrets.token_bytes(32)), public_key=bytes(team.public_key), info=b"")
    parts = {"content": base64.urlsafe_b64encode(content).decode(), "key": base64.urlsafe_b64encode(key).decode()}
    return lambda: parts | {"slip": slip.drawn(team)[0]}


def _sender(door: str, port: int, page: str, answers: Callable[[], dict[str, str]]) -> Callable[..., None]:
    def send(seconds: float, ready: threading.Barrier, took: list[float], failed: list[str]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", f"/give/{door}/words/")
        blank = connection.getresponse()
        cookie = blank.headers["Set-Cookie"].split(";")[0]
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', blank.read().decode())[1]
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1:{port}/"}
        always = {"csrfmiddlewaretoken": token} | {f"use-{use}": "yes" for use in USES}
        ready.wait()
        stop = time.perf_counter() + seconds
        while time.perf_counter() < stop:
            body = urlencode(always | answers())
            begun = time.perf_counter()
            connection.request("POST", f"/give/{door}/{page}/", body, headers)
            response = connection.getresponse()
            text = response.read()
            if response.status == 200 and b"receipt-words" in text:
                took.append(time.perf_counter() - begun)
            else:
                failed.append(str(response.status))

    return send


def new_door(passphrase: str = "") -> str:
    from django.core.management import call_command
    from django.utils import timezone

    from firsthand.core.hidden import Hidden
    from firsthand.foundation.people.models import Organisation
    from firsthand.foundation.vault.actions import found_team, make_member_key
    from firsthand.intake.actions import Offer, open_door

    call_command("migrate", verbosity=0, interactive=False)
    now = timezone.now()
    organisation = Organisation.objects.create(name=f"Bench {secrets.token_hex(4)}", kind=Organisation.Kind.COMMUNITY_LED)
    key = make_member_key(holder=f"P-{secrets.token_hex(3).upper()}", passphrase=Hidden(passphrase or secrets.token_urlsafe(24)), now=now)
    team = found_team(name="Bench", owner=organisation.ref, first=key, by="", now=now)
    help_now = [Offer(name="Night line", how="112")]
    return open_door(organisation=organisation, team=team, help_now=help_now, limits="", by=None, now=now).code


class serving:  # noqa: N801 -- used as a function: with serving() as (port, process)
    def __enter__(self) -> tuple[int, int]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "firsthand", "serve", "--no-worker", "--port", str(port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(240):
            if self.process.poll() is not None:
                sys.exit("the server did not start")
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                time.sleep(0.25)
            else:
                return port, self.process.pid
        sys.exit("the server does not answer")

    def __exit__(self, *_raised: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10, sys.argv[2] if len(sys.argv) > 2 else "intake")
