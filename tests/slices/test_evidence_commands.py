"""`firsthand evidence`: the codebook, the next batch, the list of figures."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.utils import timezone
from tests.slices.evidence_stage import Stage

from firsthand.evidence.models import Batch, Code
from firsthand.site.commands.evidence import evidence


@pytest.fixture
def stage(cast):
    """At the hour of the clock, which a command reads itself."""
    return Stage(cast=cast, now=timezone.now())


def _run(*words):
    return CliRunner().invoke(evidence, words)


def test_batch_is_not_opened_for_nobody_or_by_nobody(stage):
    assert stage.team
    for by, said in (("wren", "Nobody can be counted yet"), ("teal", "not open to you"), ("nobody", "Nobody has the chosen name")):
        answer = _run("batch", "open", "--organisation", "Alder House", "--by", by)
        assert (answer.exit_code, Batch.objects.count()) == (1, 0)
        assert said in answer.output


def test_codebook_is_seeded_once(db):
    assert "codes added" in _run("seed-codebook").output
    count = Code.objects.count()
    assert "nothing changed" in _run("seed-codebook").output
    assert Code.objects.count() == count


def test_batch_is_opened_and_figures_are_listed(stage):
    stage.people(12)
    opened = _run("batch", "open", "--organisation", stage.cast.alder.ref, "--by", "wren")
    ref = Batch.objects.get().ref
    assert (opened.exit_code, opened.output) == (0, f"{ref} is open.\n")
    assert "No figure yet" in _run("figure", "list", "--for", "teal").output
    figure = stage.make_figure(ref, title="What was told")
    assert f"{figure}  waiting" in _run("figure", "list", "--for", "reed").output
    assert figure not in _run("figure", "list", "--for", "finch").output
