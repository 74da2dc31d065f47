"""Seconds and bytes for an edition of about fifty pages in each format: `python bench/rendering.py [FOLDER to keep the files in]`.

The text is invented: a few sentences over and over, with the parts that a real report has: 12 chapters, 120 footnotes, 192 citations,
24 figures with their tables, 24 quotes. Each format is made three times and the middle time is told. The first PDF of a process also
reads the typefaces of the machine, so it is told apart.
"""

from __future__ import annotations

import io
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf

from firsthand.core.manuscript import (
    EditionMark,
    FrontMatter,
    Resolved,
    ResolvedCitation,
    ResolvedFigure,
    ResolvedManuscript,
    ResolvedQuote,
    TableData,
    resolve,
)
from firsthand.render.formats import FORMATS, Format
from firsthand.render.markdown import parse_markdown

CHAPTERS = 12
SENTENCES = (
    "People who work on the street told us that the by-law is read to them as a price list.",
    "Officers name the fine first, then the sum that makes it go away.",
    "Those who work indoors are asked less often and for more.",
    "Nobody we heard had been given a receipt, and nobody expected one.",
    "The state told the Council that training was under way in every district.",
    "In the two districts where training took place, nothing changed in the months that followed.",
)
PLACES = ("Street", "Bar", "Flat", "Hotel", "Online", "Elsewhere")


def ref(prefix: str, number: int) -> str:
    return f"{prefix}-{number:06d}"


def chart(chapter: int) -> str:
    bars = "".join(
        f'<text x="112" y="{24 + 30 * row}" font-size="13" text-anchor="end" fill="#2a2320">{place}</text>'
        f'<rect x="120" y="{8 + 30 * row}" width="{(row * 53 + chapter * 29) % 300 + 40}" height="20" fill="#b3261e"/>'
        for row, place in enumerate(PLACES)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 190" font-family="Noto Sans, sans-serif">{bars}</svg>'


def sources() -> Iterator[Resolved]:
    for number in range(24):
        rows = tuple((place, str(7 + (row * 13 + number * 5) % 90), None if row == 4 else "12") for row, place in enumerate(PLACES))
        table = TableData(caption="People who told us, by place of work", header=(("Place", "Yes", "No"),), rows=rows)
        claims = "https://firsthand.example/claims"
        yield ResolvedFigure(
            ref=ref("F", number),
            title=f"Extortion by place of work, region {number + 1}",
            svg=chart(number),
            table=table,
            note="These are reports made to us, not prevalence.",
            claim_url=f"{claims}/{ref('F', number)}/",
        )
        yield ResolvedQuote(
            ref=ref("Q", number), text=SENTENCES[number % 6], attribution="Worker, street-based", language="en", claim_url=f"{claims}/x/"
        )
    for number in range(60):
        yield ResolvedCitation(
            ref=ref("C", number),
            label=f"A/HRC/53/{number}",
            entry_text=f"Human Rights Council, A/HRC/53/{number}, recommendation 140.{number}. Supported.",
            url=f"https://docs.example.org/A/HRC/53/{number}",
        )


def chapter(number: int) -> Iterator[str]:
    yield f"## Chapter {number + 1}: what was said and what was done"
    for part in range(4):
        yield f"### Part {part + 1} of chapter {number + 1}"
        for paragraph in range(4):
            start = number + part + paragraph
            words = " ".join(SENTENCES[(start + step) % 6] for step in range(5))
            note = f"[^{number}-{part}-{paragraph}]" if paragraph < 2 or (paragraph == 2 and part < 2) else ""
            yield f"{words} [@{ref('C', (number * 5 + start) % 60)}]{note}"
            if note:
                yield f"{note}: {SENTENCES[start % 6]}"
        if part < 2:
            yield f"{{{{quote:{ref('Q', number * 2 + part)}}}}}\n\n{{{{figure:{ref('F', number * 2 + part)}}}}}"
        yield "- Repeal the by-law.\n- Publish what officers are told.\n- Pay back what was taken."


def report() -> ResolvedManuscript:
    text = "\n\n".join(line for number in range(CHAPTERS) for line in chapter(number))
    front = FrontMatter(
        title="What the police take",
        subtitle="A shadow report in twelve chapters",
        language="en",
        dated_on=date(2026, 11, 3),
        organisations=("An Invented Network",),
        edition=EditionMark(ref="E-000001", number="1", status="Draft, not for circulation"),
        licence="CC BY-SA 4.0",
    )
    return resolve(parse_markdown(text, front), {source.ref: source for source in sources()})


def seconds_and_bytes(shape: Format, resolved: ResolvedManuscript) -> tuple[float, bytes]:
    started = time.perf_counter()
    data = shape.render(resolved)
    return time.perf_counter() - started, data


def main() -> None:
    resolved = report()
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}")
    for name, shape in FORMATS.items():
        first, data = seconds_and_bytes(shape, resolved)
        middle = statistics.median(seconds_and_bytes(shape, resolved)[0] for _ in range(3))
        pages = f", {len(pikepdf.open(io.BytesIO(data)).pages)} pages" if name == "pdf" else ""
        print(f"{shape.label:5} first {first:6.2f} s, then {middle:6.2f} s, {len(data):>9,} bytes{pages}")
        if len(sys.argv) > 1:
            Path(sys.argv[1], f"report.{shape.extension}").write_bytes(data)


if __name__ == "__main__":
    main()
