"""One commitment with its whole history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from firsthand.commitments.models import Commitment, Position, Theme
from firsthand.commitments.territories import name_of
from firsthand.core.ref import RefMalformed, parse
from firsthand.core.refusal import NotFound

UN_DOCUMENTS = "https://undocs.org/"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCard:
    """A recommendation in its own words and the States that made it."""

    text: str
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionCard:
    """What the State answered, as one file printed it. `words` are as printed, `label` is our reading."""

    value: str
    label: str
    words: str
    source: str
    source_symbol: str
    source_paragraph: str
    source_url: str
    is_latest: bool
    recorded_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingCard:
    """A text that stood here until another file printed it differently."""

    text: str
    replaced_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkCard:
    """What an organisation wrote about how the promise is kept."""

    text: str
    recorded_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeCard:
    """A classification as printed; `query` finds in the list everything that stands under it."""

    code: str
    label: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeGroup:
    """The classifications of one scheme."""

    scheme: str
    scheme_label: str
    themes: tuple[ThemeCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentCard:
    """A commitment as anyone may see it. `remarks` is empty for those who may not read them."""

    ref: str
    number: str
    state_code: str
    state: str
    session: str
    mechanism: str
    text: str
    language: str
    section: str
    document_symbol: str
    document_url: str
    asks: tuple[AskCard, ...]
    positions: tuple[PositionCard, ...]
    wordings: tuple[WordingCard, ...]
    groups: tuple[ThemeGroup, ...]
    remarks: tuple[RemarkCard, ...]

    @property
    def position(self) -> PositionCard | None:
        """The latest answer."""
        return self.positions[0] if self.positions else None


def show_commitment(ref: str, *, language: str, with_remarks: bool = False) -> CommitmentCard:
    """One commitment by its Ref, the latest answer first. Raises NotFound."""
    try:
        canonical = parse(ref)[1]
    except RefMalformed as reason:
        raise NotFound from reason
    rows = Commitment.objects.prefetch_related("positions", "wordings", "themes", *(("remarks",) if with_remarks else ()))
    row = rows.filter(ref=canonical).first()
    if row is None:
        raise NotFound
    return CommitmentCard(
        ref=row.ref,
        number=f"{row.number}{row.part}",
        state_code=row.state,
        state=name_of(row.state, language),
        session=row.session,
        mechanism=row.get_mechanism_display(),
        text=row.text,
        language=row.language,
        section=row.section,
        document_symbol=row.document_symbol,
        document_url=document_url(row.document_symbol),
        asks=tuple(AskCard(text=one["text"], states=tuple(state["name"] for state in one["states"])) for one in row.asks),
        positions=tuple(_position(position) for position in sorted(row.positions.all(), key=lambda position: -position.pk)),
        wordings=tuple(WordingCard(text=wording.text, replaced_on=wording.replaced_on) for wording in row.wordings.all()),
        groups=_groups(row.themes.all()),
        remarks=tuple(RemarkCard(text=one.text, recorded_on=one.recorded_on) for one in row.remarks.all()) if with_remarks else (),
    )


def document_url(symbol: str) -> str:
    """Where a document of the United Nations is read by its symbol; empty without one."""
    return f"{UN_DOCUMENTS}{symbol}" if symbol else ""


def _position(row: Position) -> PositionCard:
    return PositionCard(
        value=row.value,
        label=row.get_value_display(),
        words=row.words,
        source=row.source,
        source_symbol=row.source_symbol,
        source_paragraph=row.source_paragraph,
        source_url=document_url(row.source_symbol),
        is_latest=row.is_latest,
        recorded_on=row.recorded_on,
    )


def _groups(themes: Iterable[Theme]) -> tuple[ThemeGroup, ...]:
    themes = tuple(themes)
    groups = (
        ThemeGroup(
            scheme=scheme,
            scheme_label=str(label),
            themes=tuple(_theme(theme) for theme in themes if theme.scheme == scheme),
        )
        for scheme, label in Theme.Scheme.choices
    )
    return tuple(group for group in groups if group.themes)


def _theme(theme: Theme) -> ThemeCard:
    filters = {
        Theme.Scheme.THEME: {"theme": theme.folded},
        Theme.Scheme.PERSONS: {"persons": theme.folded},
        Theme.Scheme.SDG: {"goal": theme.code},
    }
    return ThemeCard(code=theme.code, label=theme.label, query=urlencode(filters[Theme.Scheme(theme.scheme)]))
