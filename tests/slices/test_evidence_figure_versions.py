"""How a figure is drawn, and counting the same again: the earlier figure stays, and a text goes on printing the one that it cites."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.cast import at_desk
from tests.slices.evidence_stage import Stage

from firsthand.core.refusal import NotFound
from firsthand.documents.actions import start_manuscript
from firsthand.documents.queries import content_of
from firsthand.evidence import actions
from firsthand.evidence.models import Figure, FigureFrozen
from firsthand.evidence.queries import figure_for
from firsthand.flows.publication import publish


@pytest.fixture
def stage(cast, now):
    return Stage(cast=cast, now=now)


@pytest.fixture
def two_batches(stage):
    """A figure of the first batch, and a second batch that counts twelve people more."""
    stage.people(12, "arrest", country="KE", year=2025)
    figure = stage.make_figure(stage.open_batch(), "act", chart="dots", title="What was done")
    stage.approve(figure)
    stage.people(12, "raid", country="PE", year=2024)
    stage.open_batch()
    return figure


def test_unknown_chart_and_figure_to_follow_are_refused(stage):
    stage.people(12)
    batch = stage.open_batch()
    with pytest.raises(actions.ChartUnknown):
        stage.make_figure(batch, chart="pie")
    first = stage.make_figure(batch)
    with pytest.raises(NotFound):
        stage.make_figure(batch, follows=first)
    with pytest.raises(actions.NothingNewer):
        actions.count_again(figure_ref=first, by=stage.cast.teal, now=stage.now)


def test_how_it_is_drawn_is_frozen_with_the_figure(stage, two_batches):
    assert Figure.objects.get(ref=two_batches).chart == "dots"
    with pytest.raises(FigureFrozen):
        Figure.objects.filter(ref=two_batches).update(chart="bars")


def test_same_is_counted_again_and_the_earlier_figure_stays(stage, two_batches):
    for outsider in (stage.cast.finch, stage.cast.reed, stage.cast.moss):
        with pytest.raises(NotFound):
            actions.count_again(figure_ref=two_batches, by=outsider, now=stage.now)
    assert figure_for(stage.cast.teal, two_batches).may_count_again
    assert not figure_for(stage.cast.reed, two_batches).may_count_again
    again = actions.count_again(figure_ref=two_batches, by=stage.cast.teal, now=stage.now)
    old, new = figure_for(stage.cast.teal, two_batches), figure_for(stage.cast.teal, again)
    assert (new.row.title, new.chart, new.earlier, old.later) == (old.row.title, "dots", two_batches, (again,))
    assert new.row.batch_number == old.row.batch_number + 1
    assert new.released.total == 24
    assert old.digest == Figure.objects.get(ref=two_batches).digest


def test_text_goes_on_printing_the_figure_that_it_cites(stage, two_batches):
    body = f"# What was done\n\n{{{{figure:{two_batches}}}}}\n"
    manuscript = start_manuscript(organisation_id=stage.cast.alder.pk, title="A brief", body=body, by=stage.cast.lark, now=stage.now)
    first = publish(manuscript_ref=manuscript, number=1, by=stage.cast.lark, now=stage.now)
    stage.approve(actions.count_again(figure_ref=two_batches, by=stage.cast.teal, now=stage.now))
    second = publish(manuscript_ref=manuscript, number=1, by=stage.cast.lark, now=stage.now)
    drawn = [content_of(edition).sources[two_batches].svg for edition in (first, second)]
    assert drawn[0] == drawn[1]


def test_chart_is_chosen_from_what_the_table_can_be(stage):
    stage.people(12, "arrest", country="KE", year=2025)
    batch = stage.open_batch()
    client, page = at_desk(stage.cast.teal), reverse("evidence:new-figure", args=[batch])
    shown = client.post(page, {"first": "country", "title": "Where", "step": "preview"}).content.decode()
    assert 'value="map"' in shown
    assert 'value="line"' not in shown
    made = client.post(page, {"first": "country", "title": "Where", "chart": "map", "step": "make"})
    figure = Figure.objects.get()
    assert (made.status_code, figure.chart) == (302, "map")
    assert ">KE</text>" in client.get(reverse("evidence:show-figure", args=[figure.ref])).content.decode()
    stage.people(12, "raid", country="PE", year=2024)
    stage.open_batch()
    again = client.post(reverse("evidence:count-again", args=[figure.ref]))
    assert again["Location"] == reverse("evidence:show-figure", args=[Figure.objects.get(follows=figure).ref])
