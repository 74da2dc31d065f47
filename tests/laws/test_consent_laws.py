"""Laws of consent: what is made from something is never freer than it, ending consent never shows more, and running out is taking back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.core.consent import Audience, Grant, Refused, Use, may_use
from firsthand.core.lineage import Carries, Edge, is_tainted
from firsthand.foundation.consents.actions import give, withdraw
from firsthand.foundation.consents.models import Grant as GrantRow
from firsthand.foundation.consents.queries import broken_words, verdict_on_use
from firsthand.foundation.ledger.actions import record

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
USES = st.sampled_from([Use.ANONYMOUS_QUOTE, Use.MEDIA, Use.TRANSLATION])
several = settings(max_examples=80, deadline=None)
few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def made_things(draw):
    """A lineage in which number n is made from lower numbers, and what is agreed to for the lowest three."""
    size = draw(st.integers(4, 9))
    edges = []
    for number in range(3, size):
        for source in draw(st.sets(st.integers(0, number - 1), min_size=1, max_size=3)):
            use = draw(USES) if source < 3 else None
            edges.append(Edge(derived=ref(number), source=ref(source), carries=Carries.WORDS, use=use))
    agreed = draw(st.sets(st.tuples(st.integers(0, 2), USES)))
    return size, tuple(edges), frozenset((ref(number), use) for number, use in agreed)


def ref(number: int) -> str:
    return f"T-00000{number}"


def needs(ref, edges):
    """Every consent that words in this thing need, found by walking each path by itself."""
    found = set()
    for edge in edges:
        if edge.derived == ref:
            found |= {(edge.source, edge.use)} if edge.use else set()
            found |= needs(edge.source, edges)
    return found


@several
@given(made_things())
def test_a_derived_thing_is_never_wider_than_any_source_at_any_depth(made):
    size, edges, agreed = made
    for number in range(size):
        tainted = is_tainted(ref(number), edges, is_live=lambda edge: (edge.source, edge.use) in agreed)
        assert tainted == (not needs(ref(number), edges) <= agreed)


@several
@given(made_things(), st.data())
def test_ending_a_grant_never_shows_more(made, data):
    size, edges, agreed = made
    left = agreed - data.draw(st.sets(st.sampled_from(sorted(agreed)))) if agreed else agreed
    for number in range(size):
        before = is_tainted(ref(number), edges, is_live=lambda edge: (edge.source, edge.use) in agreed)
        after = is_tainted(ref(number), edges, is_live=lambda edge: (edge.source, edge.use) in left)
        assert after >= before


@several
@given(after=st.integers(0, 2000), audience=st.sampled_from(list(Audience)), asked=st.sampled_from(list(Audience)), other=USES)
def test_running_out_is_taking_back_from_that_day_on(after, audience, asked, other):
    common = {"subject": "T-000000", "audience": audience, "granted_on": DAY - timedelta(days=9)}
    beside = Grant(use=other, **common)
    ran_out = Grant(use=Use.UN_SUBMISSION, until=DAY, **common)
    taken = Grant(use=Use.UN_SUBMISSION, withdrawn_at=NOW.replace(hour=0), **common)
    at = NOW.replace(hour=0) + timedelta(days=after)
    for use in (Use.UN_SUBMISSION, other):
        answers = [may_use([beside, grant], subject="T-000000", use=use, audience=asked, at=at) for grant in (ran_out, taken)]
        assert isinstance(answers[0], Refused) == isinstance(answers[1], Refused)


@few
@given(made=made_things(), data=st.data())
def test_stored_lineage_and_grants_keep_the_same_laws(db, made, data):
    size, edges, agreed = made
    with transaction.atomic():
        record(kind="made", subject=ref(3), by="", now=NOW, edges=edges)
        for subject, use in agreed:
            give(subject=subject, uses=[use], audience=Audience.PUBLIC, text_version="t", by="", now=NOW)
        refs = [ref(number) for number in range(size)]
        before = set(broken_words(refs, now=NOW))
        assert before == {each for each in refs if not needs(each, edges) <= agreed}
        if agreed:
            subject, use = data.draw(st.sampled_from(sorted(agreed)))
            if data.draw(st.booleans()):
                withdraw(subject=subject, uses=[use], by="", now=NOW)
            else:
                GrantRow.objects.filter(subject=subject, use=use).update(until=DAY)
            assert isinstance(verdict_on_use(subject=subject, use=use, audience=Audience.PUBLIC, now=NOW), Refused)
            assert set(broken_words(refs, now=NOW)) == {each for each in refs if not needs(each, edges) <= agreed - {(subject, use)}}
        transaction.set_rollback(True)
