"""Writing, freezing, superseding, taking back: refusals first."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.storage import default_storage

from firsthand.core.lineage import Carries, Edge
from firsthand.core.refusal import NotFound, NotPermitted
from firsthand.documents import actions, queries
from firsthand.documents.content import Content
from firsthand.documents.models import Edition, EditionFile, Recipient
from firsthand.foundation.ledger.queries import entries_about, first_break
from firsthand.foundation.people.models import Organisation


def content(body: str = "Words.") -> Content:
    return Content(
        title="A brief",
        subtitle="",
        language="en",
        body=body,
        dated_on=date(2026, 11, 24),
        organisations=("Alder House",),
        notes=(),
        licence="CC BY-SA 4.0",
        sources={},
    )


@pytest.fixture
def manuscript(cast, now) -> str:
    return actions.start_manuscript(organisation_id=cast.alder.pk, title="A brief", body="One.", by=cast.lark, now=now)


@pytest.fixture
def edition(cast, now, manuscript) -> str:
    return actions.freeze_edition(
        manuscript_ref=manuscript, version=1, content=content(), edges=(), because="published", by=cast.lark, now=now
    )


@pytest.mark.parametrize("who", ["teal", "dove", "finch", "moss"])
def test_start_manuscript_refuses_whoever_does_not_write_for_the_organisation(cast, now, who):
    with pytest.raises(NotPermitted):
        actions.start_manuscript(organisation_id=cast.alder.pk, title="A brief", by=getattr(cast, who), now=now)


def test_start_manuscript_refuses_a_blank_title(cast, now):
    with pytest.raises(actions.TitleMissing):
        actions.start_manuscript(organisation_id=cast.alder.pk, title="  ", by=cast.lark, now=now)


@pytest.mark.parametrize("who", ["teal", "finch", "moss"])
def test_save_version_hides_the_text_from_whoever_may_not_write_it(cast, now, manuscript, who):
    with pytest.raises(NotFound):
        actions.save_version(manuscript_ref=manuscript, body="Two.", based_on=1, by=getattr(cast, who), now=now)


def test_save_version_refuses_to_overwrite_what_someone_saved_meanwhile(cast, now, manuscript):
    actions.save_version(manuscript_ref=manuscript, body="Two.", based_on=1, by=cast.lark, now=now)
    with pytest.raises(actions.TextMoved) as refused:
        actions.save_version(manuscript_ref=manuscript, body="Other.", based_on=1, by=cast.wren, now=now)
    assert refused.value.facts == {"latest": 2, "based_on": 1}
    assert queries.version_for(cast.lark, manuscript).body == "Two."


def test_save_version_makes_no_version_of_the_same_text(cast, now, manuscript):
    assert actions.save_version(manuscript_ref=manuscript, body="One.", based_on=1, by=cast.lark, now=now) == 1
    assert actions.save_version(manuscript_ref=manuscript, body="Two.", based_on=1, by=cast.lark, now=now) == 2
    assert [row.number for row in queries.versions_of(cast.lark, manuscript)] == [2, 1]


def test_freeze_edition_supersedes_the_one_before_and_records_what_it_was_made_from(cast, now, manuscript, edition):
    made_from = Edge(derived="", source="C-000001", carries=Carries.CITES)
    second = actions.freeze_edition(
        manuscript_ref=manuscript, version=1, content=content("More."), edges=[made_from], because="published", by=cast.lark, now=now
    )
    old, new = queries.public_edition(edition, now=now), queries.public_edition(second, now=now)
    assert (old.status, old.successor, old.is_shown) == (Edition.Status.SUPERSEDED, second, False)
    assert (new.status, new.number, new.is_shown) == (Edition.Status.LIVE, 2, True)
    assert [entry.kind for entry in entries_about(second)] == ["edition-published"]
    assert entries_about(second)[0].edges.get().source == "C-000001"
    assert first_break() is None


def test_one_manuscript_never_has_two_live_editions(cast, now, manuscript, edition):
    actions.freeze_edition(manuscript_ref=manuscript, version=1, content=content(), edges=(), because="published", by=cast.lark, now=now)
    assert Edition.objects.filter(status=Edition.Status.LIVE).count() == 1
    assert [card.number for card in queries.public_editions(now=now)] == [2]


@pytest.mark.parametrize("who", ["teal", "finch", "moss"])
def test_withdraw_edition_hides_it_from_whoever_may_not(cast, now, edition, who):
    with pytest.raises(NotFound):
        actions.withdraw_edition(edition_ref=edition, because="mistake", by=getattr(cast, who), now=now)


def test_withdraw_edition_destroys_content_and_files_and_leaves_a_tombstone(cast, now, edition, django_capture_on_commit_callbacks):
    actions.store_file(edition_ref=edition, file_format="html", data=b"<p>Words.</p>")
    name = EditionFile.objects.get().stored_as
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_edition(edition_ref=edition, because="mistake", by=cast.lark, now=now)
    card = queries.public_edition(edition, now=now)
    assert (card.status, card.is_shown, card.ended_because, card.files) == (Edition.Status.WITHDRAWN, False, "mistake", ())
    assert queries.content_of(edition) is None
    assert not default_storage.exists(name)
    with pytest.raises(actions.EditionEnded):
        actions.withdraw_edition(edition_ref=edition, because="again", by=cast.lark, now=now)
    with pytest.raises(actions.EditionEnded):
        actions.store_file(edition_ref=edition, file_format="html", data=b"late")


def test_store_file_replaces_an_older_file_of_the_format(cast, now, edition, django_capture_on_commit_callbacks):
    actions.store_file(edition_ref=edition, file_format="pdf", data=b"one")
    first = EditionFile.objects.get().stored_as
    with django_capture_on_commit_callbacks(execute=True):
        actions.store_file(edition_ref=edition, file_format="pdf", data=b"two")
    kept = EditionFile.objects.get()
    assert default_storage.open(kept.stored_as).read() == b"two"
    assert not default_storage.exists(first)
    assert edition not in kept.stored_as


def test_name_recipient_is_told_once_and_only_by_writers(cast, now, edition):
    with pytest.raises(NotFound):
        actions.name_recipient(edition_ref=edition, organisation_id=cast.birch.pk, address="", by=cast.teal, now=now)
    for _twice in range(2):
        actions.name_recipient(edition_ref=edition, organisation_id=cast.birch.pk, address="", by=cast.lark, now=now)
        actions.name_recipient(edition_ref=edition, organisation_id=None, address="desk@example.org", by=cast.lark, now=now)
    assert [row.name for row in queries.recipients_of(edition)] == ["Birch Collective", "desk@example.org"]
    ((number, address),) = queries.recipients_to_tell(edition)
    actions.mark_told(recipient_id=number, now=now)
    assert (address, queries.recipients_to_tell(edition)) == ("desk@example.org", ())


def test_copy_recipients_carries_them_to_the_successor(cast, now, manuscript, edition):
    actions.name_recipient(edition_ref=edition, organisation_id=cast.birch.pk, address="", by=cast.lark, now=now)
    second = actions.freeze_edition(
        manuscript_ref=manuscript, version=1, content=content(), edges=(), because="published", by=cast.lark, now=now
    )
    actions.copy_recipients(from_edition=edition, to_edition=second, now=now)
    assert Recipient.objects.get(edition__ref=second).organisation == cast.birch
    (notice,) = queries.notices_for(cast.finch)
    assert (notice.edition, notice.successor) == (edition, second)
    assert queries.notices_for(cast.moss) == ()


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_number_of_questions_however_many_rows(cast, now, count, django_assert_num_queries):
    dove = cast.dove
    for number in range(count):
        ref = actions.start_manuscript(organisation_id=cast.alder.pk, title=f"Text {number}", body="x", by=cast.lark, now=now)
        actions.freeze_edition(manuscript_ref=ref, version=1, content=content(), edges=(), because="published", by=cast.lark, now=now)
    with django_assert_num_queries(3):
        assert len(queries.public_editions(now=now)) == count
    with django_assert_num_queries(2):
        assert len(queries.manuscripts_for(dove)) == count


def test_manuscripts_of_another_organisation_are_not_seen(cast, now, manuscript):
    assert queries.manuscripts_for(cast.finch) == ()
    assert queries.manuscripts_for(cast.moss) == ()
    with pytest.raises(NotFound):
        queries.version_for(cast.finch, manuscript)


def test_an_inactive_organisation_writes_nothing(cast, now, manuscript):
    Organisation.objects.filter(pk=cast.alder.pk).update(is_active=False)
    with pytest.raises(NotFound):
        actions.save_version(manuscript_ref=manuscript, body="Two.", based_on=1, by=cast.lark, now=now)
