"""Figures and their verdicts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import FieldError
from tests.slices.evidence_stage import Stage

from firsthand.core.consent import Use
from firsthand.core.disclosure import CannotBeProtected, released_from_json
from firsthand.core.lineage import Carries
from firsthand.core.refusal import NotFound, NotPermitted
from firsthand.evidence import actions
from firsthand.evidence.actions import figures as figure_actions
from firsthand.evidence.condensing import condensed
from firsthand.evidence.counting import Design, DesignNotValid
from firsthand.evidence.history import ChangeTooSmall, FilterNotCheckable, FilterShowsDifference
from firsthand.evidence.models import Batch, Figure, FigureFrozen
from firsthand.evidence.queries import (
    batch_for,
    figure_for,
    figures_for,
    figures_for_print,
    preview_of,
    waiting_for,
    why_not_printable,
)
from firsthand.evidence.queries.figures import TooManyNumbers
from firsthand.foundation.consents.actions import withdraw
from firsthand.foundation.ledger.queries import edges_below
from firsthand.foundation.people.models import Organisation, Region, Role


@pytest.fixture
def stage(cast, now):
    return Stage(cast=cast, now=now)


@pytest.fixture
def counted(stage):
    """A batch of 32 people, 16 in each of two countries and 16 of each of two acts, through two organisations."""
    stage.people(10, "arrest", country="KE")
    stage.people(6, "threats", country="KE")
    stage.people(6, "arrest", country="PE")
    stage.people(10, "threats", country="PE")
    return stage.open_batch()


def test_figure_is_not_made_of_another_organisations_batch(stage, counted):
    with pytest.raises(NotFound):
        actions.make_figure(batch_ref=counted, title="x", dimensions=["act"], by=stage.cast.finch, now=stage.now)


@pytest.mark.parametrize(
    ("dimensions", "within"),
    [
        ([], {}),
        (["act", "act"], {}),
        (["act", "perpetrator", "country", "year"], {}),
        (["country", "region"], {}),
        (["act"], {"act": ["arrest"]}),
        (["region"], {"country": ["KE"]}),
        (["hair-colour"], {}),
        (["act"], {"country": ["Atlantis"]}),
        (["act"], {"country": []}),
    ],
)
def test_design_that_cannot_be_counted_is_refused(stage, counted, dimensions, within):
    with pytest.raises(DesignNotValid):
        actions.make_figure(batch_ref=counted, title="x", dimensions=dimensions, within=within, by=stage.cast.teal, now=stage.now)
    assert not Figure.objects.exists()


def test_figure_of_few_people_is_refused_and_the_preview_says_why(stage):
    stage.people(3)
    batch = stage.open_batch()
    with pytest.raises(CannotBeProtected):
        stage.make_figure(batch)
    preview = preview_of(batch_for(stage.cast.teal, batch, Role.Name.CODER), Design(dimensions=("act",), within={}))
    assert (preview.released, preview.people, preview.small_cells > 0) == (None, 3, True)
    assert "pointing at people" in preview.refusal


def test_figure_is_closed_to_a_batch_that_lost_a_member(stage, counted):
    refs = stage.people(1)
    stage.make_figure(counted)
    actions.stop_counting(testimony_ref=refs[0], by="", now=stage.now)
    stage.make_figure(counted, "country")
    member = Batch.objects.get().members.select_related("testimony").first().testimony.ref
    withdraw(subject=member, uses=[Use.STATISTICS], by="", now=stage.now)
    with pytest.raises(actions.BatchClosed):
        stage.make_figure(counted, "year")
    actions.stop_counting(testimony_ref=member, by="", now=stage.now)
    with pytest.raises(actions.BatchClosed) as refused:
        stage.make_figure(counted, "year")
    assert "took their consent back" in str(refused.value)


def test_figure_is_closed_to_a_batch_with_a_member_coded_anew(stage, counted):
    member = Batch.objects.get().members.select_related("testimony").first().testimony.ref
    stage.code(member, "arrest", country="KE")
    stage.make_figure(counted)
    stage.code(member, "raid", country="KE")
    with pytest.raises(actions.BatchClosed) as refused:
        stage.make_figure(counted, "country")
    assert "coded anew" in str(refused.value)


def test_figure_prints_true_counts_and_is_made_of_its_batch(stage, counted):
    ref = stage.make_figure(counted, "country")
    card = figure_for(stage.cast.teal, ref)
    shown = card.released.cells
    assert (shown[("KE",)], shown[("PE",)], card.released.total) == (16, 16, 32)
    edge = next(iter(edges_below([ref])))
    assert (edge.derived, edge.source, edge.carries) == (ref, counted, Carries.COUNTS)
    assert len(edges_below([ref])) == 33


def test_figure_withholds_what_few_people_told(stage):
    stage.people(12, "arrest")
    stage.people(11, "threats")
    stage.people(2, "raid")
    ref = stage.make_figure(stage.open_batch())
    released = figure_for(stage.cast.teal, ref).released
    assert released.cells[("raid",)] is None
    assert released.cells[("arrest",)] == 12


def test_figure_counts_people_and_not_testimonies(stage, counted):
    """Someone who gave twice is one person, who stands in both of their categories."""
    from firsthand.intake.models import Testimony

    one, other = Testimony.objects.filter(informations__country="KE")[:2]
    Testimony.objects.filter(pk=other.pk).update(giver=one.giver)
    stage.people(10, "threats", country="PE")
    batch = stage.open_batch(now=stage.now + timedelta(days=1))
    ref = stage.make_figure(batch, "country")
    released = figure_for(stage.cast.teal, ref).released
    assert (released.cells[("KE",)], released.total) == (15, 41)


def test_figure_by_region_counts_its_countries_together(stage):
    south = Region.objects.create(code="south", name="South")
    Organisation.objects.filter(pk=stage.cast.birch.pk).update(region=south)
    for country, people in (("KE", 8), ("PE", 9), ("SI", 6)):
        stage.people(people, country=country)
    released = figure_for(stage.cast.teal, stage.make_figure(stage.open_batch(), "region")).released
    shown = {key: count for (key,), count in released.cells.items()}
    assert shown == {"North": 8, "South": 9, "elsewhere": 6, "not-said": 0, "*": 23}
    assert (released.dimensions[0].key, released.dimensions[0].label) == ("country", "Region")


def test_filter_is_kept_in_what_was_released(stage, counted):
    ref = stage.make_figure(counted, within={"country": ["KE"]})
    released = figure_for(stage.cast.teal, ref).released
    assert released.cells[("arrest",)] == 10
    assert [(each.dimension.key, each.keys) for each in released.within] == [("country", frozenset({"KE"}))]
    stage.approve(ref)
    assert "Only people who told of Country: Kenya." in figures_for_print([ref])[ref].notes


def test_filters_that_differ_by_one_category_do_not_show_it(stage):
    """Two figures that are each safe would together show the 2 people of 2023."""
    for country, year, people in (("KE", 2024, 8), ("PE", 2024, 8), ("KE", 2023, 2), ("KE", 2022, 6), ("PE", 2022, 6)):
        stage.people(people, country=country, year=year)
    batch = stage.open_batch()
    first = stage.make_figure(batch, "country", within={"year": ["2024"]})
    assert figure_for(stage.cast.teal, first).released.cells[("KE",)] == 8
    with pytest.raises(FilterShowsDifference):
        stage.make_figure(batch, "country", within={"year": ["2023", "2024"]})
    assert stage.make_figure(batch, "country", within={"year": ["2022", "2023"]})


def test_filters_that_cannot_be_checked_together_are_refused(stage, counted):
    stage.make_figure(counted, "act", "country", within={"year": ["2025"]})
    with pytest.raises(FilterNotCheckable):
        stage.make_figure(counted, "act", "country", within={"place-type": ["not-said"]})


def test_filters_about_enough_people_stand_beside_each_other(stage):
    for country, year in (("KE", 2024), ("PE", 2024), ("KE", 2023), ("PE", 2023), ("KE", 2022), ("PE", 2022)):
        stage.people(6, country=country, year=year)
    batch = stage.open_batch()
    for within in ({"year": ["2024"]}, {"year": ["2023", "2024"]}, {}):
        released = figure_for(stage.cast.teal, stage.make_figure(batch, "country", within=within)).released
        assert None not in released.cells.values()


def test_figure_that_was_not_checked_against_another_is_not_kept(stage, counted, monkeypatch):
    """While one figure is being proved, someone makes another of the same batch."""
    prove, made = figure_actions.released_of, []

    def prove_slowly(batch, crosstab, design):
        released = prove(batch, crosstab, design)
        monkeypatch.setattr(figure_actions, "released_of", prove)
        made.append(stage.make_figure(counted, "country"))
        return released

    monkeypatch.setattr(figure_actions, "released_of", prove_slowly)
    with pytest.raises(actions.MadeMeanwhile):
        stage.make_figure(counted, "act")
    assert list(Figure.objects.values_list("ref", flat=True)) == made


def test_table_of_too_many_numbers_is_refused_before_anything_is_tried(stage, counted):
    with pytest.raises(TooManyNumbers) as refused:
        stage.make_figure(counted, "act", "perpetrator", "country")
    assert refused.value.facts == {"numbers": 21 * 20 * 5, "most": 600}
    batch = batch_for(stage.cast.teal, counted, Role.Name.CODER)
    preview = preview_of(batch, Design(dimensions=("act", "perpetrator", "country"), within={}))
    assert (preview.released, preview.refusal) == (None, str(refused.value))


def test_preview_prints_what_the_figure_then_prints(stage, counted):
    batch = batch_for(stage.cast.teal, counted, Role.Name.CODER)
    preview = preview_of(batch, Design(dimensions=("act", "country"), within={}))
    released = figure_for(stage.cast.teal, stage.make_figure(counted, "act", "country")).released
    assert dict(preview.released.cells) == dict(released.cells)
    assert not Figure.objects.exclude(title="What was told").exists()


def test_figure_of_the_next_batch_does_not_point_at_the_few_who_joined_a_cell(stage, counted):
    stage.approve(stage.make_figure(counted, "country"))
    stage.people(10, country="KE")
    stage.people(2, country="PE")
    batch = stage.open_batch(now=stage.now + timedelta(days=1))
    with pytest.raises(ChangeTooSmall) as refused:
        stage.make_figure(batch, "country")
    assert refused.value.facts["numbers"] == 1
    assert stage.make_figure(batch, "region")


def test_shown_figure_leaves_out_what_is_empty_and_names_it(stage, counted):
    ref = stage.make_figure(counted, "act")
    stage.approve(ref)
    whole, printed = figure_for(stage.cast.teal, ref).released, figures_for_print([ref])[ref]
    assert set(whole.cells) > set(printed.released.cells) == {("arrest",), ("threats",), ("*",)}
    assert printed.released.total == whole.total == printed.people
    unit, overlap, note = printed.notes
    assert unit == "Counted: people who told us, each once. These are reports made to us, not prevalence."
    assert overlap == "One person may be counted in several rows of “What happened”."
    assert ("“What happened”" in note, "Children taken away" in note, "Arrest" in note) == (True, True, False)


def test_what_is_withheld_is_not_left_out_as_empty(stage):
    for act, people in (("arrest", 12), ("threats", 11), ("raid", 2)):
        stage.people(people, act)
    ref = stage.make_figure(stage.open_batch())
    shown = condensed(figure_for(stage.cast.teal, ref).released).released
    assert shown.cells[("raid",)] is None


# --- Frozen -------------------------------------------------------------------------------------------------------------------


def test_figure_is_never_changed_by_any_way_of_writing(stage, counted):
    row = Figure.objects.get(ref=stage.make_figure(counted))
    with pytest.raises(FigureFrozen):
        Figure.objects.filter(pk=row.pk).update(title="Another")
    with pytest.raises(FigureFrozen):
        Figure.objects.bulk_create([row])
    with pytest.raises(FigureFrozen):
        Figure.objects.create(batch=row.batch, title="Made up", released={}, digest="0" * 64, made_by=row.made_by, made_at=row.made_at)
    row.released["cells"][0][1] = 99
    with pytest.raises(FigureFrozen):
        row.save()
    row = Figure.objects.get(pk=row.pk)
    row.made_by = stage.cast.wren
    with pytest.raises(FigureFrozen):
        row.save()
    with pytest.raises((FigureFrozen, FieldError)):
        Figure.objects.bulk_update([row], ["title"])


def test_figure_digest_is_stable(stage, counted):
    ref = stage.make_figure(counted)
    from firsthand.core.disclosure import released_to_json
    from firsthand.evidence.models.figures import digest_of

    row = Figure.objects.get(ref=ref)
    assert row.digest == digest_of(title=row.title, released=released_to_json(released_from_json(row.released)))
    assert row.digest != digest_of(title="Another", released=row.released)
    stage.approve(ref)
    again = Figure.objects.get(ref=ref)
    assert (again.digest, again.released) == (row.digest, row.released)
    assert figures_for_print([ref])[ref].digest == row.digest


# --- Verdicts -----------------------------------------------------------------------------------------------------------------


def test_verdict_is_a_second_readers_and_not_the_makers(stage, counted):
    ref = stage.make_figure(counted)
    Role.objects.create(person=stage.cast.teal, organisation=stage.cast.alder, name=Role.Name.SECOND_READER)
    for person, refusal in (
        (stage.cast.teal, actions.SecondPersonNeeded),
        (stage.cast.wren, NotPermitted),
        (stage.cast.finch, NotFound),
        (stage.cast.moss, NotFound),
    ):
        with pytest.raises(refusal):
            actions.give_verdict(figure_ref=ref, is_approved=True, reason="", by=person, now=stage.now)
    assert figures_for_print([ref]) == {}


def test_verdict_that_refuses_gives_a_reason_and_is_final(stage, counted):
    ref = stage.make_figure(counted)
    with pytest.raises(actions.ReasonMissing):
        actions.give_verdict(figure_ref=ref, is_approved=False, reason=" ", by=stage.cast.reed, now=stage.now)
    actions.give_verdict(figure_ref=ref, is_approved=False, reason="Says too little.", by=stage.cast.reed, now=stage.now)
    with pytest.raises(actions.VerdictGiven):
        stage.approve(ref)
    assert figure_for(stage.cast.teal, ref).verdict_reason == "Says too little."


def test_figure_is_not_let_through_after_someone_in_it_left(stage, counted):
    ref = stage.make_figure(counted)
    member = Batch.objects.get().members.select_related("testimony").first().testimony.ref
    withdraw(subject=member, uses=[Use.STATISTICS], by="", now=stage.now)
    with pytest.raises(actions.BatchClosed):
        stage.approve(ref)


def test_figure_that_was_let_through_is_printed_whoever_leaves(stage, counted):
    ref = stage.make_figure(counted, "country", title="By country")
    reasons = {"organisation_id": stage.cast.alder.pk, "now": stage.now}
    assert why_not_printable([ref, "F-000000"], **reasons) == {
        "F-000000": "There is no such figure.",
        ref: "This figure has no verdict of a second reader yet.",
    }
    stage.approve(ref)
    member = Batch.objects.get().members.select_related("testimony").first().testimony.ref
    actions.take_back_testimony(testimony_ref=member, by="", now=stage.now)
    assert why_not_printable([ref], **reasons) == {}
    assert why_not_printable([ref], organisation_id=stage.cast.birch.pk, now=stage.now) == {
        ref: "This figure belongs to another organisation."
    }
    printed = figures_for_print([ref])[ref]
    assert (printed.title, printed.people, printed.batch_number) == ("By country", 32, 1)


def test_figures_are_seen_by_their_organisation_and_ask_no_query_a_row(stage, counted, django_assert_num_queries):
    first = stage.make_figure(counted)
    with django_assert_num_queries(3):
        rows = figures_for(stage.cast.reed)
    assert [(row.ref, row.is_mine_to_judge) for row in rows] == [(first, True)]
    stage.make_figure(counted, "country")
    stage.make_figure(counted, "year")
    with django_assert_num_queries(3):
        assert len(figures_for(stage.cast.reed)) == 3
    assert figures_for(stage.cast.finch) == ()
    with pytest.raises(NotFound):
        figure_for(stage.cast.finch, first)
    assert [waiting_for(person).figures for person in (stage.cast.reed, stage.cast.teal, stage.cast.finch)] == [3, 0, 0]
