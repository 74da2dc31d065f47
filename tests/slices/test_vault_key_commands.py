"""`firsthand vault`, the commands about keys: nothing typed is shown, and each step leaves its row."""

import pytest
from click.testing import CliRunner
from tests.slices.evidence_stage import PASSPHRASE, Stage

from firsthand.core.hidden import Hidden
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.vault.actions import change_keys, make_member_key
from firsthand.foundation.vault.models import ItemKey, Team
from firsthand.foundation.vault.opening import open_member_key
from firsthand.foundation.vault.queries import is_on_team
from firsthand.site.commands.vault_keys import vault

NEW = "a quite different long phrase"


@pytest.fixture
def stage(cast, now):
    stage = Stage(cast, now)
    assert stage.team
    for person in (cast.finch, cast.dove):
        make_member_key(holder=person.ref, passphrase=Hidden(PASSPHRASE), now=now)
    return stage


def run(*words, typed=()):
    answer = CliRunner().invoke(vault, words, input="".join(f"{line}\n" for line in typed))
    assert not any(secret in answer.output for secret in (PASSPHRASE, NEW))
    return answer


def at_alder(cast, command, *more, typed=(PASSPHRASE,)):
    return run(command, "--organisation", cast.alder.ref, *more, typed=typed)


def test_wrong_passphrase_changes_nothing(cast, stage):
    refused = [
        run("change-passphrase", "teal", typed=[NEW, NEW, NEW]),
        run("recovery-code", "teal", typed=[NEW]),
        run("recover", "teal", typed=["not these words", NEW, NEW]),
        at_alder(cast, "take-off", "--opener", "wren", "--member", "teal", typed=[NEW]),
        at_alder(cast, "change-keys", "--opener", "wren", typed=[NEW]),
        at_alder(cast, "name-trustees", "--opener", "wren", "--needed", "2", "finch", "dove", typed=[NEW]),
    ]
    assert [answer.exit_code for answer in refused] == [1] * 6
    assert Team.objects.get().generation == 1


def test_who_may_not_is_refused_like_at_the_desk(cast, stage):
    refused = [
        at_alder(cast, "take-off", "--opener", "teal", "--member", "reed"),
        at_alder(cast, "take-off", "--opener", "wren", "--member", "wren"),
        at_alder(cast, "name-trustees", "--opener", "wren", "--needed", "2", "finch"),
        at_alder(cast, "name-trustees", "--opener", "wren", "--needed", "2", "finch", "moss"),
        at_alder(cast, "ask-trustees", "--for", "reed", "--by", "wren"),
        at_alder(cast, "give-share", "--trustee", "finch"),
        at_alder(cast, "complete-recovery", "--newcomer", "reed"),
        run("give-share", "--organisation", cast.birch.ref, "--trustee", "finch"),
    ]
    assert [answer.exit_code for answer in refused] == [1] * 8
    assert at_alder(cast, "name-trustees", "--opener", "wren", "--needed", "1", "finch", "dove").exit_code == 2


def test_passphrase_and_recovery_code(cast, stage):
    assert run("change-passphrase", "teal", typed=[PASSPHRASE, NEW, NEW]).exit_code == 0
    code = run("recovery-code", "teal", typed=[NEW]).output.splitlines()[-1]
    assert len(code.split()) == 12
    answer = run("recover", "teal", typed=[code, PASSPHRASE, PASSPHRASE])
    assert (answer.exit_code, code in answer.output) == (0, False)
    assert open_member_key(holder=cast.teal.ref, passphrase=Hidden(PASSPHRASE))


def test_taking_off_changes_keys_and_seals_anew(cast, stage):
    stage.give()
    answer = at_alder(cast, "take-off", "--opener", "wren", "--member", "teal")
    assert "1 keys sealed anew" in answer.output
    assert (Team.objects.get().generation, ItemKey.objects.get().generation) == (2, 2)
    assert at_alder(cast, "change-keys", "--opener", "wren").exit_code == 0
    assert ItemKey.objects.get().generation == 3


def test_resealing_goes_on_where_it_stopped(cast, stage, now):
    stage.give()
    change_keys(team=stage.team, with_key=stage.key_of(cast.wren), by=cast.wren.ref, now=now)
    assert "1 keys sealed anew" in at_alder(cast, "reseal", "--opener", "teal").output
    assert "0 keys sealed anew" in at_alder(cast, "reseal", "--opener", "reed").output


def test_trustees_let_someone_back_in(cast, stage):
    before = Entry.objects.count()
    answers = [
        at_alder(cast, "name-trustees", "--opener", "wren", "--needed", "2", "finch", "dove"),
        run("begin-anew", "reed", typed=[NEW, NEW]),
        at_alder(cast, "ask-trustees", "--for", "reed", "--by", "wren"),
        at_alder(cast, "give-share", "--trustee", "finch"),
        at_alder(cast, "give-share", "--trustee", "dove"),
        at_alder(cast, "complete-recovery", "--newcomer", "reed", typed=[NEW]),
    ]
    assert [answer.exit_code for answer in answers] == [0] * 6
    assert is_on_team(cast.reed.ref, Team.objects.get())
    assert [entry.kind for entry in Entry.objects.all()][before:] == [
        "trustees-named",
        "key-begun-anew",
        "recovery-asked",
        "recovery-share-given",
        "recovery-share-given",
        "recovery-completed",
    ]
