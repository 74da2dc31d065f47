"""One manuscript that uses everything, in three scripts."""

from __future__ import annotations

from datetime import date

from firsthand.core.manuscript import (
    EditionMark,
    FrontMatter,
    Note,
    Resolved,
    ResolvedCitation,
    ResolvedFigure,
    ResolvedManuscript,
    ResolvedQuote,
    TableData,
    resolve,
)
from firsthand.render.markdown import parse_markdown

SITE = "https://firsthand.example"

CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 120" role="img" aria-label="chart" font-family="Noto Sans, sans-serif">'
    '<rect x="120" y="10" width="320" height="30" fill="#b3261e"/><rect x="120" y="60" width="180" height="30" fill="#7a6a5d"/>'
    '<text x="112" y="30" font-size="14" text-anchor="end" fill="#2a2320">Street</text>'
    '<text x="112" y="80" font-size="14" text-anchor="end" fill="#2a2320">Indoors</text></svg>'
)

TABLE = TableData(
    caption="People who told us about extortion by police, by place of work",
    header=(("", "Told us", ""), ("Place", "Yes", "No")),
    rows=(("Street", "64", "20"), ("Indoors", "36", None)),
    notes=("Counted in people, not in events.",),
)

NASTY = r"# $x$ @here *star* _under_ `tick` \ <b> [1] {2} ~ // /* */ #strong[no] \"q\" 'q' %"

ENGLISH = """# What the police take

## Before you read

Sex workers in five regions told us what happened to them.[^count] The state accepted the recommendation [@C-7K3M9Q] and the
literature agrees [@S-2B8R4X, p. 12; @C-7K3M9Q], **strongly** and *often*, in `code` and in <https://example.org/a?b=1&c=2>.

{{quote:Q-5T6V7W}}

### What was counted

See [the next part](#what-was-asked). Nasty:
\\# \\$x\\$ @here \\*star\\* \\_under\\_ \\`tick\\` \\\\ <b>bold</b> \\[1\\] {2} ~ // /\\* \\#strong\\[no\\]

{{figure:F-8X9Y0Z}}

- one
- two, with a note^[Written *inline*, citing [@S-2B8R4X].]

  and a second paragraph
    1. inner
    2. other

3. three
4. four

## What was asked

| Ask | To | Times |
|:----|:--:|------:|
| Repeal the by-law | **City** | 2 |
| Train officers | Ministry [@C-7K3M9Q] | 14 |

> The Committee recommends that the State party repeal it.

::: callout If you need help now
Call the people of your own network first.
:::

```
a = "code" #let x
```

---

Last words\\
on two lines.[^count]

## Afterwards

[^count]: Counted once each.

    A second paragraph of the note.
"""


def sources() -> dict[str, Resolved]:
    return {
        "Q-5T6V7W": ResolvedQuote(
            ref="Q-5T6V7W",
            text="They took the money and # the phone.\n\nThen they *laughed* [1].",
            attribution="Worker, street-based, Southern region",
            language="en",
            claim_url=f"{SITE}/claims/Q-5T6V7W/",
        ),
        "F-8X9Y0Z": ResolvedFigure(
            ref="F-8X9Y0Z",
            title="Extortion by place of work",
            svg=CHART,
            table=TABLE,
            note="These are reports made to us, not prevalence.",
            claim_url=f"{SITE}/claims/F-8X9Y0Z/",
        ),
        "C-7K3M9Q": ResolvedCitation(
            ref="C-7K3M9Q",
            label="A/HRC/53/7, 140.12",
            entry_text="Human Rights Council, A/HRC/53/7, recommendation 140.12 (State A). Supported.",
            url="https://docs.example.org/A/HRC/53/7",
            claim_url=f"{SITE}/claims/C-7K3M9Q/",
        ),
        "S-2B8R4X": ResolvedCitation(ref="S-2B8R4X", label="Rao 2021", entry_text="Rao, N. (2021). The price of a bribe: $5 #1."),
    }


def english(text: str = ENGLISH, *, status: str = "Draft, not for circulation") -> ResolvedManuscript:
    front = FrontMatter(
        title="What the police take",
        subtitle="A shadow report for the third cycle",
        language="en",
        dated_on=date(2026, 11, 3),
        organisations=("Red Umbrella Network", "Workers’ Collective & Friends"),
        authors=("Ana", "Bo <b>"),
        edition=EditionMark(ref="E-4F5G6H", number="2", status=status),
        licence="CC BY-SA 4.0",
        notes=(Note(title="Who we heard", paragraphs=("100 people in five regions.", NASTY)),),
    )
    return resolve(parse_markdown(text, front), sources())
