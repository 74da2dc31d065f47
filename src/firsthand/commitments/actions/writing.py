"""Writing what a comparison found: a fixed number of statements, however many rows."""

from __future__ import annotations

from collections.abc import Iterable

from firsthand.commitments.actions.comparing import Comparison, Difference, asks_of, searched_in, symbol_of
from firsthand.commitments.matrix import MatrixRow, Tag
from firsthand.commitments.models import Commitment, MatrixFile, Position, Remark, Theme, Wording, commitment_ref
from firsthand.core.commitment import order_of
from firsthand.core.searching import fold

Pair = tuple[Commitment, MatrixRow]


def write(found: Comparison, *, file: MatrixFile, document_symbol: str, language: str) -> None:
    """Write everything that the file brings; the caller holds the transaction."""
    added = _add(found.new, file=file, document_symbol=document_symbol, language=language)
    _reword(found.changed, file=file, document_symbol=document_symbol)
    answered = [(item.stored, item.row) for item in found.changed if item.is_repositioned]
    _answer([*added, *answered], file=file)
    classified = [(item.stored, item.row) for item in found.changed if item.is_reclassified]
    _classify([*added, *classified])
    remarked = [(item.stored, item.row) for item in found.changed if item.has_remark]
    _remark([*(pair for pair in added if pair[1].comment), *remarked], file=file)


def _add(rows: Iterable[MatrixRow], *, file: MatrixFile, document_symbol: str, language: str) -> list[Pair]:
    rows = tuple(rows)
    commitments = [
        Commitment(
            ref=ref,
            state=file.state,
            session=file.session,
            number=row.number,
            part=row.part,
            order=order_of(row.number, row.part),
            language=language,
            first_file=file,
        )
        for row, ref in zip(rows, _fresh_refs(len(rows)), strict=True)
    ]
    for commitment, row in zip(commitments, rows, strict=True):
        _print_onto(commitment, row, document_symbol)
    return list(zip(Commitment.objects.bulk_create(commitments), rows, strict=True))


def _fresh_refs(count: int) -> list[str]:
    """Refs that nothing in the register has. In a register of hundreds of thousands a chance hit among some hundreds is likely."""
    refs: set[str] = set()
    while len(refs) < count:
        drawn = {commitment_ref() for _place in range(count - len(refs))}
        refs |= drawn - set(Commitment.objects.filter(ref__in=drawn).values_list("ref", flat=True))
    return list(refs)


def _reword(changed: Iterable[Difference], *, file: MatrixFile, document_symbol: str) -> None:
    """The text of the file becomes the current one; the text before it is kept as a wording of its own."""
    touched = [item for item in changed if item.is_reworded or item.is_refiled]
    Wording.objects.bulk_create(
        Wording(commitment=item.stored, text=item.stored.text, replaced_on=file.imported_on, replaced_by=file)
        for item in touched
        if item.is_reworded
    )
    for item in touched:
        _print_onto(item.stored, item.row, document_symbol)
    Commitment.objects.bulk_update(
        [item.stored for item in touched], ["text", "asks", "section", "document_symbol", "searched"], batch_size=100
    )


def _print_onto(commitment: Commitment, row: MatrixRow, document_symbol: str) -> None:
    """What the row prints, onto a commitment that is not saved yet."""
    commitment.text = row.text
    commitment.asks = asks_of(row)
    commitment.section = row.section
    commitment.document_symbol = symbol_of(row, document_symbol)
    commitment.searched = searched_in(row, ref=commitment.ref, state=commitment.state, document_symbol=commitment.document_symbol)


def _answer(pairs: Iterable[Pair], *, file: MatrixFile) -> None:
    """A new latest position for each; the one before stays in the history."""
    pairs = tuple(pairs)
    ids = [commitment.pk for commitment, _row in pairs]
    Position.objects.filter(commitment__in=ids, is_latest=True).update(is_latest=False)
    Position.objects.bulk_create(
        Position(
            commitment=commitment,
            value=row.position.value,
            words=row.position_words,
            source=row.source.printed,
            source_symbol=row.source.symbol,
            source_paragraph=row.source.paragraph,
            recorded_on=file.imported_on,
            recorded_by_id=file.imported_by_id,
            file=file,
        )
        for commitment, row in pairs
    )


def _classify(pairs: Iterable[Pair]) -> None:
    pairs = tuple(pairs)
    themes = _themes_for({tag for _commitment, row in pairs for tag in row.tags})
    through = Commitment.themes.through
    through.objects.filter(commitment__in=[commitment.pk for commitment, _row in pairs]).delete()
    through.objects.bulk_create(
        through(commitment_id=commitment.pk, theme_id=themes[tag].pk) for commitment, row in pairs for tag in dict.fromkeys(row.tags)
    )


def _themes_for(tags: set[Tag]) -> dict[Tag, Theme]:
    """The stored classification of each tag, made where it is missing."""
    known = {(theme.scheme, theme.code, theme.label): theme for theme in Theme.objects.filter(label__in={tag.label for tag in tags})}
    missing = sorted(
        (tag for tag in tags if (tag.scheme.value, tag.code, tag.label) not in known), key=lambda tag: (tag.scheme, tag.label, tag.code)
    )
    made = Theme.objects.bulk_create(
        Theme(scheme=tag.scheme.value, code=tag.code, label=tag.label, folded=fold(tag.label).strip()[:300]) for tag in missing
    )
    known |= {(theme.scheme, theme.code, theme.label): theme for theme in made}
    return {tag: known[(tag.scheme.value, tag.code, tag.label)] for tag in tags}


def _remark(pairs: Iterable[Pair], *, file: MatrixFile) -> None:
    Remark.objects.bulk_create(
        Remark(commitment=commitment, text=row.comment, recorded_on=file.imported_on, recorded_by_id=file.imported_by_id, file=file)
        for commitment, row in pairs
    )
