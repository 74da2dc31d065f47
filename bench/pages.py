"""How long the ten main pages take, and what a first visit to each costs in bytes.

Runs in one process on a demonstration (`FIRSTHAND_DATA`, ./demo unless set; `./run bench` makes it), through every middleware, without
a network. A page's cost is its HTML and each style sheet, script and picture it names, as sent, nothing cached. Fails over 100 kB.

    ./run bench          or          python bench/pages.py [ROUNDS]
"""

from __future__ import annotations

import os
import platform
import re
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

DATA = Path(os.environ.setdefault("FIRSTHAND_DATA", "demo")).resolve()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firsthand.site.settings")

LARGEST = 100_000
ASSETS = re.compile(r"<(?:link[^>]+rel=\"(?:stylesheet|icon)\"[^>]+href|script[^>]+src|img[^>]+src)=\"([^\"]+)\"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One page: milliseconds in the middle and at the slow end, questions to the database, bytes of HTML and of all it names."""

    name: str
    middle: float
    slow: float
    questions: int
    html: int
    assets: int


def sign_in(username: str):
    """A browser in which this person of the demonstration has signed in; their second factor stands in the database as it must."""
    from django.test import Client

    from firsthand.foundation.people.models import Person

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Person.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def the_ten(demo_coder: str, demo_editor: str):
    """Name, browser and address of each main page, found in the demonstration's own rows."""
    from django.test import Client

    from firsthand.commitments.models import Commitment
    from firsthand.documents.models import Edition, Manuscript
    from firsthand.evidence.models import Figure
    from firsthand.intake.models import Door

    anyone, coder, editor = Client(HTTP_HOST="127.0.0.1"), sign_in(demo_coder), sign_in(demo_editor)
    edition = Edition.objects.filter(status=Edition.Status.LIVE).latest("number")
    commitment, door = Commitment.objects.earliest("pk"), Door.objects.filter(is_open=True).earliest("pk")
    return [
        ("front", anyone, "/"),
        ("publications", anyone, "/publications/"),
        ("an edition", anyone, f"/publications/{edition.ref}/"),
        ("the register", anyone, "/commitments/"),
        ("a commitment", anyone, f"/commitments/{commitment.ref}/"),
        ("a door", anyone, f"/give/{door.code}/"),
        ("the desk", coder, "/desk/"),
        ("testimonies", coder, "/desk/evidence/"),
        ("a figure", coder, f"/desk/evidence/figures/{Figure.objects.earliest('pk').ref}/"),
        ("a manuscript", editor, f"/desk/documents/{Manuscript.objects.earliest('pk').ref}/"),
    ]


def body_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def measure(name: str, client, address: str, rounds: int) -> Measured:
    """Ask for the page `rounds` times after one that is not counted."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        first = client.get(address)
    questions = len(asked)  # counted now: the next request clears the list
    if first.status_code != 200:
        raise SystemExit(f"{name}: {address} answered {first.status_code}")
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        client.get(address)
        taken.append((time.perf_counter() - begun) * 1000)
    html = body_of(first)
    named = {urljoin(address, found).partition("?")[0] for found in ASSETS.findall(html.decode())}
    assets = sum(len(body_of(client.get(one))) for one in named if not one.startswith("data:"))
    slow = statistics.quantiles(taken, n=20)[-1]
    return Measured(name=name, middle=statistics.median(taken), slow=slow, questions=questions, html=len(html), assets=assets)


def main() -> None:
    import django

    if not (DATA / "firsthand.sqlite3").exists():
        raise SystemExit(f"There is no demonstration in {DATA}. Make one: firsthand demo --out {DATA}")
    django.setup()

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}")
    print(f"\n{'page':<14}{'median ms':>10}{'p95 ms':>9}{'queries':>9}{'HTML kB':>9}{'all kB':>8}")
    measured = [measure(*page, rounds) for page in the_ten("teal", "lark")]
    for page in measured:
        total = (page.html + page.assets) / 1000
        print(f"{page.name:<14}{page.middle:>10.1f}{page.slow:>9.1f}{page.questions:>9}{page.html / 1000:>9.1f}{total:>8.1f}")
    too_large = [page.name for page in measured if page.html + page.assets > LARGEST]
    if too_large:
        raise SystemExit(f"Over 100 kB on a first visit: {', '.join(too_large)}")


if __name__ == "__main__":
    main()
