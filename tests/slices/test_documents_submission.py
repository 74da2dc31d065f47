"""A text held against the rules of a body that receives reports."""

from __future__ import annotations

import pytest
from tests.cast import at_desk

from firsthand.core.refusal import NotFound
from firsthand.documents.actions import choose_profile, start_manuscript
from firsthand.documents.queries import version_for
from firsthand.documents.submission import ProfileUnknown, profiles


@pytest.fixture
def manuscript(cast, now) -> str:
    return start_manuscript(organisation_id=cast.alder.pk, title="A brief", body="## One\n\nWords.\n\n## Two", by=cast.lark, now=now)


def test_every_profile_on_board_is_whole():
    assert set(profiles()) == {"upr-individual", "upr-joint"}
    assert all(each.by_hand and each.source_url.startswith("https://") for each in profiles().values())


def test_choose_profile_refuses_whoever_does_not_write_and_what_there_is_not(cast, now, manuscript):
    for who in (cast.teal, cast.finch, cast.moss):
        with pytest.raises(NotFound):
            choose_profile(manuscript_ref=manuscript, profile="upr-joint", by=who, now=now)
    with pytest.raises(ProfileUnknown):
        choose_profile(manuscript_ref=manuscript, profile="../secrets", by=cast.lark, now=now)
    assert version_for(cast.lark, manuscript).profile == ""


def test_page_shows_the_meter_and_claims_nothing_that_nobody_verified(cast, manuscript):
    editor = at_desk(cast.lark)
    assert editor.post(f"/desk/documents/{manuscript}/profile/", {"profile": "nonsense"}).status_code == 422
    editor.post(f"/desk/documents/{manuscript}/profile/", {"profile": "upr-individual"})
    page = editor.get(f"/desk/documents/{manuscript}/").content.decode()
    assert "3 of 2815 words" in page
    assert "Nobody has verified these rules within a year." in page
    assert "Verified on" not in page
    editor.post(f"/desk/documents/{manuscript}/profile/", {"profile": ""})
    assert "of 2815 words" not in editor.get(f"/desk/documents/{manuscript}/").content.decode()
