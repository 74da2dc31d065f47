"""Sealed testimonies a second, through HTTP, at 8 connections, against the real server: `python bench/sealing.py [seconds]`.

Makes an installation in a temporary directory (SQLite unless DATABASE_URL names a database that may be filled), serves it with gunicorn
as `firsthand serve` does, and sends whole testimonies with 2 kB of words to the last page of the form. Every answer must be a page with
a receipt, and every testimony that was answered must be in the database at the end. Also prints what each step costs alone.
"""

from __future__ import annotations

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
from pathlib import Path
from urllib.parse import urlencode

CONNECTIONS = 8
WORDS = "It was late and they would not let us go. " * 50


def main(seconds: float) -> None:
    with tempfile.TemporaryDirectory(prefix="firsthand-bench-") as folder:
        os.environ |= {"FIRSTHAND_DATA": folder, "DJANGO_SETTINGS_MODULE": "firsthand.site.settings", "FIRSTHAND_SURFACE": "all"}
        import django

        django.setup()
        door = _door()
        describe(folder)
        alone()
        with _server() as port:
            measure(door, port, seconds)


def describe(folder: str) -> None:
    from django.db import connection

    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown")
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1]) // 1024**2
    print(f"machine      {os.cpu_count()} x {model}, {memory} GiB, {platform.system()}, Python {platform.python_version()}")
    print(f"load before  {os.getloadavg()[0]:.1f} (1 minute; above {os.cpu_count()} the machine is shared and figures are low)")
    print(f"database     {connection.vendor} in {folder}, every commit synced to disk")


def alone() -> None:
    """The parts, each by itself in one thread."""
    from firsthand.core.hidden import Hidden
    from firsthand.foundation.vault import sealing, wire

    public, _private = sealing.new_key_pair()
    row = {"ref": "V-7K3M9Q", "kind": "testimony", "version": 1}
    key = Hidden(secrets.token_bytes(32))
    info = wire.item_key_info(team_public_key=public, **row)
    parts = {
        "content": lambda: sealing.encrypt_content(WORDS.encode(), key=key, **row),
        "item key": lambda: sealing.seal_key(key, public_key=public, info=info),
        "key pair": sealing.new_key_pair,
    }
    for name, act in parts.items():
        begun, count = time.perf_counter(), 0
        while time.perf_counter() - begun < 0.5:
            act()
            count += 1
        print(f"alone        {name:10}{count / (time.perf_counter() - begun):10,.0f} a second")


def measure(door: str, port: int, seconds: float) -> None:
    from django.db import connections

    from firsthand.intake.models import Testimony

    took: list[float] = []
    failed: list[str] = []
    before = Testimony.objects.count()
    ready = threading.Barrier(CONNECTIONS + 1, timeout=120)
    threads = [threading.Thread(target=_sender, args=(door, port, seconds, ready, took, failed)) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    passed = time.perf_counter() - begun
    connections.close_all()
    kept = Testimony.objects.count() - before
    ordered = sorted(took)
    print(f"sent         {len(took)} in {passed:.1f} s over {CONNECTIONS} connections, {len(failed)} failed {sorted(set(failed))[:3]}")
    print(f"kept         {kept} testimonies" + ("" if kept == len(took) else "  <- NOT WHAT WAS ANSWERED"))
    if ordered:
        middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
        print(f"rate         {len(took) / passed:.1f} sealed testimonies a second")
        print(f"each         {middle * 1000:.0f} ms in the middle, {late * 1000:.0f} ms at 99 %")
    if failed or kept != len(took):
        sys.exit(1)


def _sender(door: str, port: int, seconds: float, ready: threading.Barrier, took: list[float], failed: list[str]) -> None:
    from firsthand.intake import once

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", f"/give/{door}/words/")
    page = connection.getresponse()
    cookie = page.headers["Set-Cookie"].split(";")[0]
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.read().decode())[1]
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1:{port}/"}
    answers = {
        "csrfmiddlewaretoken": token,
        "words": WORDS,
        "year": "2025",
        "month": "3",
        "country": "KE",
        "area": "town",
        "acts": "arrest",
    }
    uses = ("store", "statistics", "anonymous-quote", "translation", "un-submission", "state-body", "media")
    answers |= {f"use-{use}": "yes" for use in uses}
    ready.wait()
    stop = time.perf_counter() + seconds
    while time.perf_counter() < stop:
        body = urlencode(answers | {"once": once.drawn()})
        begun = time.perf_counter()
        connection.request("POST", f"/give/{door}/send/", body, headers)
        response = connection.getresponse()
        text = response.read()
        if response.status == 200 and b"receipt-words" in text:
            took.append(time.perf_counter() - begun)
        else:
            failed.append(str(response.status))


def _door() -> str:
    from django.core.management import call_command
    from django.utils import timezone

    from firsthand.core.hidden import Hidden
    from firsthand.foundation.people.models import Organisation
    from firsthand.foundation.vault.actions import found_team, make_member_key
    from firsthand.intake.actions import open_door

    call_command("migrate", verbosity=0, interactive=False)
    now = timezone.now()
    organisation = Organisation.objects.create(name=f"Bench {secrets.token_hex(4)}", kind=Organisation.Kind.COMMUNITY_LED)
    key = make_member_key(holder=f"P-{secrets.token_hex(3).upper()}", passphrase=Hidden(secrets.token_urlsafe(24)), now=now)
    team = found_team(name="Bench", owner=organisation.ref, first=key, by="", now=now)
    help_now = [{"name": "Night line", "how": "112", "when": ""}]
    return open_door(organisation=organisation, team=team, help_now=help_now, limits="", by=None, now=now).code


class _server:  # noqa: N801 -- used as a function: with _server() as port
    def __enter__(self) -> int:
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
                return port
        sys.exit("the server does not answer")

    def __exit__(self, *_raised: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 20)
