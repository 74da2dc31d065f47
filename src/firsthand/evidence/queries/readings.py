"""Samples read twice: how far each is, how far the two agree, and what is still to be ruled."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from firsthand.core.agreement import Agreement, agreement_by_code, agreement_overall
from firsthand.core.refusal import NotFound
from firsthand.evidence.coding import Coding
from firsthand.evidence.models import Code, Reading, Ruling, Sample
from firsthand.evidence.places import country_name
from firsthand.evidence.queries.access import TEAM
from firsthand.evidence.said import codes_of, coding_from_json
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.queries import organisations_where
from firsthand.intake.models import Testimony


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRow:
    """A sample as a line of a list. `mine_left` is how many this person has still to read."""

    pk: int
    number: int
    organisation: str
    size: int
    first: str
    second: str
    drawn_at: datetime
    is_read: bool
    is_mine: bool
    mine_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """How the two agree on one code, or (with an empty `list`) on all together. `same` is in whole percent."""

    label: str
    list: str
    given: int
    same: int | None
    found: Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One testimony of a sample that is read: what both said, what only one said, and what was ruled."""

    ref: str
    both: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    ruled: str
    ruled_by: str
    waits_for_me: bool

    @property
    def is_alike(self) -> bool:
        return not self.only_first and not self.only_second


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleCard:
    """A sample. While it is read, `mine` says what this person has still to read and nothing tells what anyone said; afterwards the
    agreement and the testimonies stand here.
    """

    row: SampleRow
    seed: str
    drawn_from: int
    mine: tuple[tuple[str, bool], ...]
    overall: CodeRow | None
    codes: tuple[CodeRow, ...]
    compared: tuple[Compared, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRule:
    """What both said of one testimony, side by side, for whoever rules."""

    sample: SampleRow
    compared: Compared
    first: Coding
    second: Coding
    proposed: Coding | None
    may_agree: bool


def samples_for(person: Person) -> tuple[SampleRow, ...]:
    """The samples of the organisations that this person codes for, the latest first; a fixed number of queries."""
    rows = tuple(_samples(person))
    left = _left_of(rows)
    return tuple(_row(row, person, left) for row in rows)


def sample_for(person: Person, pk: int) -> Sample:
    """One sample.

    Raises:
        NotFound: there is none, or it is of an organisation that this person does not code for.
    """
    row = _samples(person).filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def readable_testimonies(organisation: Organisation) -> QuerySet[Testimony]:
    """What a sample of this organisation is drawn from: all that was not taken back and is not being read twice now."""
    reading = Reading.objects.filter(sample__in=Reading.objects.filter(read_at=None).values("sample")).values("testimony")
    return Testimony.objects.filter(door__team__owner=organisation.ref, withdrawn_at=None, apart="").exclude(pk__in=reading)


def coders_of(person: Person) -> tuple[tuple[int, str], ...]:
    """Those who code for an organisation that this person codes for: (id, chosen name)."""
    mine = organisations_where(person, *TEAM)
    rows = Role.objects.filter(organisation__in=mine, name__in=TEAM, person__is_active=True).order_by("person__username")
    return tuple(rows.values_list("person_id", "person__username").distinct())


def sample_card_for(person: Person, pk: int) -> SampleCard:
    """One sample, with how far the two agree once it is read.

    Raises:
        NotFound: there is none, or it is of an organisation that this person does not code for.
    """
    sample = sample_for(person, pk)
    row = _row(sample, person, _left_of([sample]))
    readings = tuple(Reading.objects.filter(sample=sample).select_related("testimony").order_by("testimony__ref"))
    mine = tuple((each.testimony.ref, each.read_at is not None) for each in readings if each.coder_id == person.pk)
    if not row.is_read:
        return SampleCard(row=row, seed=sample.seed, drawn_from=sample.drawn_from, mine=mine, overall=None, codes=(), compared=())
    said = _said(readings)
    pairs = {ref: tuple(_set_of(said[ref].get(coder)) for coder in (sample.first_id, sample.second_id)) for ref in said}
    names = _names(code for pair in pairs.values() for codes in pair if codes for code in codes)
    seed = int.from_bytes(hashlib.sha256(sample.seed.encode()).digest()[:4])  # any words may be a seed
    by_code = agreement_by_code(pairs, codes=names, seed=seed)
    rulings = {ruling.testimony.ref: ruling for ruling in _rulings(sample)}
    return SampleCard(
        row=row,
        seed=sample.seed,
        drawn_from=sample.drawn_from,
        mine=mine,
        overall=_code_row(_("All codes together"), "", sum(each.given for each in by_code), agreement_overall(pairs, seed=seed)),
        codes=tuple(_code_row(names[each.code][1], names[each.code][0], each.given, each.agreement) for each in by_code),
        compared=tuple(_compared(ref, pair, names, rulings.get(ref), sample, person) for ref, pair in pairs.items()),
    )


def to_rule_for(person: Person, pk: int, ref: str) -> ToRule:
    """One testimony of a sample that is read, with what both said.

    Raises:
        NotFound: there is none for this person, or somebody still reads the sample.
    """
    card = sample_card_for(person, pk)
    compared = next((each for each in card.compared if each.ref == ref), None)
    if compared is None:
        raise NotFound
    sample = sample_for(person, pk)
    said = _said(tuple(Reading.objects.filter(sample=sample, testimony__ref=ref).select_related("testimony")))[ref]
    ruling = next((each for each in _rulings(sample) if each.testimony.ref == ref), None)
    return ToRule(
        sample=card.row,
        compared=compared,
        first=said[sample.first_id],
        second=said[sample.second_id],
        proposed=coding_from_json(ruling.codes) if ruling else None,
        may_agree=compared.waits_for_me,
    )


def own_reading(person: Person, pk: int, ref: str) -> Coding | None:
    """What this person said of a testimony of a sample; None while they did not.

    Raises:
        NotFound: they do not read it for this sample.
    """
    row = Reading.objects.filter(sample_id=pk, testimony__ref=ref, coder=person).first()
    if row is None:
        raise NotFound
    return coding_from_json(row.codes) if row.codes else None


def next_to_read(person: Person, pk: int) -> str:
    """The Ref of what this person reads next for a sample; empty when they are done."""
    left = Reading.objects.filter(sample_id=pk, coder=person, read_at=None).order_by("testimony__ref")
    return left.values_list("testimony__ref", flat=True).first() or ""


def left_to_read(person: Person) -> int:
    """How many testimonies of samples this person has still to read."""
    return Reading.objects.filter(coder=person, read_at=None).count()


def _samples(person: Person) -> QuerySet[Sample]:
    mine = organisations_where(person, *TEAM)
    return Sample.objects.filter(organisation__in=mine).select_related("organisation", "first", "second")


def _left_of(samples: tuple[Sample, ...] | list[Sample]) -> dict[int, dict[int, int]]:
    left: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for sample, coder in Reading.objects.filter(sample__in=samples, read_at=None).values_list("sample_id", "coder_id"):
        left[sample][coder] += 1
    return left


def _row(row: Sample, person: Person, left: dict[int, dict[int, int]]) -> SampleRow:
    return SampleRow(
        pk=row.pk,
        number=row.number,
        organisation=row.organisation.name,
        size=row.size,
        first=row.first.username,
        second=row.second.username,
        drawn_at=row.drawn_at,
        is_read=not left[row.pk],
        is_mine=person.pk in {row.first_id, row.second_id},
        mine_left=left[row.pk].get(person.pk, 0),
    )


def _said(readings: tuple[Reading, ...]) -> dict[str, dict[int, Coding]]:
    said: dict[str, dict[int, Coding]] = defaultdict(dict)
    for each in readings:
        if each.codes:
            said[each.testimony.ref][each.coder_id] = coding_from_json(each.codes)
    return said


def _set_of(coding: Coding | None) -> frozenset[str] | None:
    return None if coding is None else codes_of(coding)


def _rulings(sample: Sample) -> QuerySet[Ruling]:
    return Ruling.objects.filter(sample=sample).select_related("testimony", "ruled_by", "agreed_by")


def _names(given: Iterable[str]) -> dict[str, tuple[str, str]]:
    """(list, label) of every code that somebody gave, in the order of the codebook."""
    asked = set(given)
    named = {f"{row.list}={row.value}": (str(row.get_list_display()), _(row.label)) for row in Code.objects.all()}
    found = {key: named[key] for key in named if key in asked}
    for key in sorted(asked - found.keys()):
        name, _separator, value = key.partition("=")
        found[key] = (_("Country"), country_name(value)) if name == "country" else (_("Year"), value)
    return found


def _compared(
    ref: str,
    pair: tuple[frozenset[str] | None, ...],
    names: dict[str, tuple[str, str]],
    ruling: Ruling | None,
    sample: Sample,
    person: Person,
) -> Compared:
    first, second = (codes or frozenset() for codes in pair)
    waits = ruling is not None and ruling.counts_at is None
    is_other = ruling is not None and ruling.ruled_by_id != person.pk and person.pk in {sample.first_id, sample.second_id}
    return Compared(
        ref=ref,
        both=_labels(first & second, names),
        only_first=_labels(first - second, names),
        only_second=_labels(second - first, names),
        ruled="" if ruling is None else _("waits for the other") if waits else ruling.get_how_display(),
        ruled_by="" if ruling is None else ruling.ruled_by.username,
        waits_for_me=waits and is_other,
    )


def _code_row(label: str, code_list: str, given: int, found: Agreement) -> CodeRow:
    return CodeRow(label=label, list=code_list, given=given, same=None if found.same is None else round(100 * found.same), found=found)


def _labels(codes: frozenset[str], names: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    return tuple(names[code][1] for code in names if code in codes)
