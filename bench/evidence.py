"""What evidence costs with a million coded acts: three ways to count, a page of the list, suggesting what is alike, withdrawing.

The rows are made straight in the database, on whichever `DATABASE_URL` names (SQLite in a temporary folder otherwise), and are not what
people would tell: codes, countries and months are drawn at random, and grants and sealed words are left out.

    python bench/evidence.py [ACTS]
"""

from __future__ import annotations

import itertools
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firsthand.site.settings")
os.environ.setdefault("FIRSTHAND_DATA", tempfile.mkdtemp())

NOW = datetime(2026, 11, 24, tzinfo=UTC)
COUNTRIES = ("KE", "PE", "FR", "ID", "SR", "UA", "ZA", "TH", "CO", "KZ")
CHUNK = 5_000


_drawn: dict[str, itertools.count] = {}


def next_ref(kind: str) -> str:
    """Refs in a row: drawn at random, some of so many would be the same."""
    return f"{kind}-{next(_drawn.setdefault(kind, itertools.count(1))):06d}"


def fill(acts: int) -> None:
    """So many acts, two and a half to a testimony; one incident in ten is told by two."""
    from django.db import transaction

    from firsthand.evidence.actions import seed_codebook
    from firsthand.evidence.models import Act, Affected, Area, Batch, Code, Incident, Information, Involvement, Member, Mention
    from firsthand.foundation.people.models import Organisation, Person, Role
    from firsthand.foundation.vault.models import Item, Team
    from firsthand.intake.models import Door, Giver, Testimony

    seed_codebook(now=NOW)
    chance = random.Random(7)
    kinds = {name: list(Code.objects.filter(list=name)) for name in ("act", "perpetrator", "place-type")}
    owner = Organisation.objects.create(name="Bench", kind="community-led", country="KE")
    coder = Person.objects.create(username="bench")
    Role.objects.create(person=coder, organisation=owner, name="coder")
    team = Team.objects.create(name="Bench", owner=owner.ref, public_key=b"")
    door = Door.objects.create(organisation=owner, team=team)
    areas = {
        place: [Area.objects.create(country=place, value=f"area-{n}", label=f"Area {n}", inhabitants=10**6) for n in range(8)]
        for place in COUNTRIES
    }
    batch = Batch.objects.create(organisation=owner, number=1, opened_at=NOW, opened_by=coder, frame=[])
    left = acts
    while left > 0:
        with transaction.atomic():
            size = min(CHUNK, left * 2 // 5 + 1)
            givers = Giver.objects.bulk_create(Giver(ref=next_ref("G"), lookup=f"{chance.getrandbits(250):064x}") for _ in range(size))
            items = Item.objects.bulk_create(Item(ref=next_ref("V"), kind="testimony", version=1, content=b"") for _ in range(size))
            told = Testimony.objects.bulk_create(
                Testimony(ref=next_ref("T"), giver=giver, door=door, item=item, received_on=date(2026, 1, 1))
                for giver, item in zip(givers, items, strict=True)
            )
            accounts = [_account(chance, areas, kinds["place-type"]) for _ in told]
            incidents = Incident.objects.bulk_create(Incident(ref=next_ref("IN"), organisation=owner, **account) for account in accounts)
            of = [n - 1 if n % 10 == 0 and n else n for n in range(size)]
            informations = Information.objects.bulk_create(
                Information(incident=incidents[of[n]], testimony=each, coded_by=coder, coded_at=NOW, **accounts[of[n]])
                for n, each in enumerate(told)
            )
            affected = Affected.objects.bulk_create(
                Affected(incident=info.incident, giver=giver) for info, giver in zip(informations, givers, strict=True)
            )
            Mention.objects.bulk_create(Mention(information=info, affected=who) for info, who in zip(informations, affected, strict=True))
            rows = [
                Act(information=info, affected=who, code=code)
                for info, who in zip(informations, affected, strict=True)
                for code in chance.sample(kinds["act"], chance.choice((2, 3)))
            ][:left]
            Act.objects.bulk_create(rows)
            Involvement.objects.bulk_create(
                Involvement(information=info, perpetrator=chance.choice(kinds["perpetrator"])) for info in informations
            )
            Member.objects.bulk_create(Member(batch=batch, testimony=each) for each in told)
            left -= len(rows)


def _account(chance: random.Random, areas, places) -> dict[str, object]:
    country = chance.choice(COUNTRIES)
    return {
        "happened_on": date(chance.randrange(2016, 2026), chance.randrange(1, 13), 1),
        "precision": "month",
        "country": country,
        "area": chance.choice(areas[country]),
        "place_type": chance.choice(places),
    }


def timed(ask: Callable[[int], object], rounds: int) -> tuple[float, float]:
    """Milliseconds in the middle and at the 95th percentile; the first round is not counted."""
    ask(0)
    taken = []
    for number in range(1, rounds + 1):
        begun = time.perf_counter()
        ask(number)
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    acts = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    fill(acts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    load = os.getloadavg()[0]
    where = f"{connection.vendor}, {platform.machine()}, {os.cpu_count()} processors, load {load:.1f}"
    print(f"{where}; {acts:,} acts made in {time.perf_counter() - begun:.0f} s", flush=True)
    print(f"\n{'what':<58}{'median ms':>10}{'p95 ms':>9}")
    for name, ask, rounds in asked():
        middle, slow = timed(ask, rounds)
        print(f"{name:<58}{middle:>10.1f}{slow:>9.1f}", flush=True)


def asked() -> list[tuple[str, Callable[[int], object], int]]:
    """What is measured: (name, what to do in a round, rounds)."""
    from firsthand.evidence.actions.telling import settle_incidents
    from firsthand.evidence.models import Batch, Code, Incident, Information
    from firsthand.evidence.queries import columns_of, likenesses_for, page_of_testimonies_for, tally_of, worklist_for
    from firsthand.evidence.queries.likeness import block_of
    from firsthand.foundation.people.models import Person

    batch, coder = Batch.objects.get(), Person.objects.get(username="bench")
    some = list(Information.objects.select_related("incident").prefetch_related("acts__code").order_by("pk")[:200])
    codes = list(Code.objects.filter(list="act").values_list("value", flat=True))
    three = ("act", "country", "year")
    by_label = dict(Code.objects.filter(list="act").values_list("value", "label"))
    return [
        (
            "reading an open batch, once in each process",
            lambda _: (columns_of.cache_clear(), tally_of(batch, unit="people", by=("act",))),
            2,
        ),
        ("crosstab of acts by act, country, year", lambda _: tally_of(batch, unit="acts", by=three), 5),
        ("crosstab of incidents by act, country, year", lambda _: tally_of(batch, unit="incidents", by=three), 5),
        ("crosstab of people by act, country, year", lambda _: tally_of(batch, unit="people", by=three), 5),
        (
            "faceted: one act, one country, one year, by kind of place",
            lambda n: tally_of(
                batch,
                unit="people",
                by=("place-type",),
                within={"act": by_label[codes[n % len(codes)]], "country": COUNTRIES[n % 10], "year": str(2016 + n % 10)},
            ),
            40,
        ),
        ("a page of the list of testimonies", lambda _: page_of_testimonies_for(coder, now=NOW, state="coded"), 5),
        ("accounts that one is compared with (its block)", lambda n: block_of(some[n]), 100),
        ("pairs that wait", lambda _: likenesses_for(coder), 10),
        ("what is to be coded anew", lambda _: worklist_for(coder), 5),
        ("settling an incident", lambda n: settle_incidents([some[n].incident_id]), 100),
        ("opening one incident by its Ref", lambda n: Incident.objects.get(ref=some[n].incident.ref), 100),
    ]


if __name__ == "__main__":
    main()
