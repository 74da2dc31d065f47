"""Pages about keys in a browser: a trustee gives, somebody is let back in, a code is shown, and nobody is shut out."""

from __future__ import annotations

import pytest

from firsthand.core.hidden import Hidden
from firsthand.evidence import actions
from firsthand.foundation.vault.actions import make_member_key
from firsthand.foundation.vault.models import Team
from firsthand.foundation.vault.queries import is_on_team
from tests.slices.evidence_stage import PASSPHRASE, Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def unlocked(page):
    page.goto("/desk/evidence/unlock/")
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    page.get_by_role("main").get_by_role("button", name="Unlock").click()
    return page


def fits(page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_trustees_let_someone_in_from_their_telephones(cast, now, page_at, axe, photograph):
    stage = Stage(cast, now)
    stage.give()
    cast.lark.roles.create(organisation=cast.alder, name="coder")
    for person in (cast.finch, cast.dove, cast.lark):
        make_member_key(holder=person.ref, passphrase=Hidden(PASSPHRASE), now=now)

    wren = unlocked(page_at(1200, by=cast.wren))
    wren.goto(f"/desk/evidence/team/{cast.alder.ref}/trustees/")
    axe(wren)
    wren.get_by_label("People of other organisations").fill(f"{cast.finch.ref} {cast.dove.ref}")
    photograph(wren, "keys-trustees")
    wren.get_by_role("button", name="Name them").click()
    wren.get_by_label("Whom the trustees are to let in").select_option(label="lark")
    wren.get_by_role("button", name="Ask the trustees").click()
    axe(wren)
    photograph(wren, "keys-team")

    for person in (cast.finch, cast.dove):
        trustee = unlocked(page_at(360, by=person))
        trustee.goto("/desk/evidence/keys/")
        axe(trustee)
        assert fits(trustee)
        photograph(trustee, f"keys-{person.username}")
        trustee.get_by_role("button", name="Give my share").click()
    lark = unlocked(page_at(360, by=cast.lark))
    lark.goto("/desk/evidence/keys/")
    lark.get_by_role("button", name="Put the shares together").click()
    assert is_on_team(cast.lark.ref, stage.team)

    lark.goto("/desk/evidence/keys/code/")
    lark.get_by_label("Your passphrase").fill(PASSPHRASE)
    lark.get_by_role("button", name="Show me twelve words").click()
    axe(lark)
    assert fits(lark)
    photograph(lark, "keys-code")


def test_team_of_a_telephone_takes_someone_off(cast, now, page_at, axe, photograph):
    stage = Stage(cast, now)
    stage.give()
    wren = unlocked(page_at(360, by=cast.wren, dark=True))
    wren.goto(f"/desk/evidence/team/{stage.team.owner}/")
    axe(wren)
    assert fits(wren)
    photograph(wren, "keys-team-phone")
    wren.get_by_role("button", name="Take off and change the keys teal").click()
    wren.get_by_text("1 key was sealed anew").wait_for()
    assert not is_on_team(cast.teal.ref, Team.objects.get())
    key = stage.key_of(cast.wren)
    assert key.generation == 2
    actions.seal_anew(team=stage.team, with_key=key, by=cast.wren, now=now)
