"""What every format prints the same: the lines of the title page, the list of sources, the words under a figure."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.core.manuscript import (
    Citation,
    FrontMatter,
    Heading,
    Note,
    Numbering,
    ResolvedCitation,
    ResolvedFigure,
    ResolvedManuscript,
    number_parts,
)
from firsthand.render.labels import Labels, labels_for, written_date

CONTENTS_FROM = 4  # headings
CONTENTS_DEPTH = 2
ROWS_KEPT_TOGETHER = 14  # a longer table may run on to the next page


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A resolved manuscript with its numbers and labels: what a renderer works from."""

    resolved: ResolvedManuscript
    numbering: Numbering
    labels: Labels

    @property
    def front(self) -> FrontMatter:
        return self.resolved.manuscript.front


def matter_of(resolved: ResolvedManuscript) -> Matter:
    """Number the parts of a manuscript and choose its labels."""
    manuscript = resolved.manuscript
    return Matter(resolved=resolved, numbering=number_parts(manuscript), labels=labels_for(manuscript.front.language))


def short_address(url: str) -> str:
    """An address as it is printed: without its scheme and without a slash at the end."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("mailto:").removeprefix("www.").rstrip("/")


def leads_outside(url: str) -> bool:
    """Whether an address leads somewhere from a file on a reader's disk; a path of our own site does not."""
    return url.lower().startswith(("https://", "http://", "mailto:"))


def title_lines(matter: Matter) -> tuple[str, ...]:
    """The lines under title and subtitle: who, when, which edition, in what state. Empty ones are left out."""
    front = matter.front
    edition = front.edition
    lines = (
        ", ".join(front.organisations),
        ", ".join(front.authors),
        written_date(front.dated_on, front.language) if front.dated_on else "",
        f"{matter.labels.edition.format(number=edition.number)} · {edition.ref}" if edition else "",
        edition.status if edition else "",
    )
    return tuple(line for line in lines if line)


def foot_line(matter: Matter) -> str:
    """What stands at the foot of every page: which edition this is, and in what state."""
    edition = matter.front.edition
    if edition is None:
        return ""
    parts = (edition.ref, matter.labels.edition.format(number=edition.number), edition.status)
    return " · ".join(part for part in parts if part)


def contents_headings(matter: Matter) -> tuple[Heading, ...]:
    """The headings a table of contents lists; none where the text is short enough to be its own."""
    blocks = matter.resolved.manuscript.blocks
    headings = tuple(block for block in blocks if isinstance(block, Heading) and block.level <= CONTENTS_DEPTH)
    return headings if len(headings) >= CONTENTS_FROM else ()


def closing_notes(matter: Matter) -> tuple[Note, ...]:
    """The sections about the edition itself, the licence last."""
    front = matter.front
    licence = (Note(title=matter.labels.licence, paragraphs=(front.licence,)),) if front.licence else ()
    return front.notes + licence


def source_list(matter: Matter) -> tuple[tuple[int, ResolvedCitation], ...]:
    """The cited works and commitments with their numbers, in the order of the numbers."""
    citations = matter.resolved.citations
    return tuple((number, citations[ref]) for ref, number in matter.numbering.citation_numbers.items() if ref in citations)


def missing_mark(matter: Matter, ref: str) -> str:
    """What a writer's preview shows where nothing stands behind a claim."""
    return f"[{matter.labels.missing.format(ref=ref)}]"


def citation_parts(matter: Matter, citation: Citation) -> tuple[tuple[str, int | None], ...]:
    """What a bracket of citations prints, as (words, number of the source or None when it is missing)."""
    parts: list[tuple[str, int | None]] = []
    for cited in citation.cited:
        is_known = cited.ref in matter.resolved.citations
        number = matter.numbering.citation_numbers[cited.ref] if is_known else None
        words = str(number) if is_known else matter.labels.missing.format(ref=cited.ref)
        parts.append((f"{words}, {cited.locator}" if cited.locator else words, number))
    return tuple(parts)


def figure_caption(matter: Matter, block_id: str, figure: ResolvedFigure) -> str:
    """“Figure 3. Title”."""
    number = matter.numbering.figure_numbers[block_id]
    return f"{matter.labels.figure.format(number=number)} {figure.title}"


def alternative_text(figure: ResolvedFigure) -> str:
    """What stands for the picture of a chart where it cannot be seen; the numbers themselves follow as a table."""
    return f"{figure.title}. {figure.note}" if figure.note else figure.title


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The paragraphs of plain words, parted by empty lines; line ends inside a paragraph are kept."""
    return tuple(part.strip("\n") for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())
