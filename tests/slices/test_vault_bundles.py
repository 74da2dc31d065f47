"""Bundles: sealed for one reader, read without a database, and nothing in them for anybody else."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.guard.canary import is_in
from tests.slices.evidence_stage import PASSPHRASE, Stage
from tests.slices.file_parts import add_file

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import Fault, Refusal
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.vault import files
from firsthand.foundation.vault.bundles import Packed, Receiver, make_receiver, receiver_of, unpack, write_bundle
from firsthand.foundation.vault.opening import DoesNotOpen
from firsthand.foundation.vault.sealing import encrypt_content
from firsthand.intake.actions import withdraw_by_receipt
from firsthand.site.commands.vault_bundles import vault

MARK = "The marked bittern boomed."
FILE = b"A picture of the bittern. " * 5000
TYPED = f"{PASSPHRASE}\n"


@pytest.fixture
def stage(cast, now, tmp_path, settings):
    settings.SEALED_DIR = tmp_path / "sealed"
    assert files.folder()
    return Stage(cast, now)


def told(stage):
    ref = stage.give(words=MARK)
    add_file(stage.receipts[ref], FILE, name="bittern at the weir.JPG", now=stage.now)
    return ref


def run(*words, typed=TYPED):
    return CliRunner().invoke(vault, [str(word) for word in words], input=typed)


def export(stage, *refs, out, opener="teal", more=(), typed=TYPED):
    return run("export", *refs, "--to", out, "--opener", opener, *more, typed=typed)


def test_another_organisation_exports_nothing(stage, tmp_path):
    ref, out = told(stage), tmp_path / "b"
    assert stage.cast.finch
    assert export(stage, ref, out=out, opener="finch").exit_code == 1
    assert (out.exists(), Entry.objects.filter(kind="testimony-exported").count()) == (False, 0)


def test_wrong_passphrase_exports_nothing(stage, tmp_path):
    out = tmp_path / "b"
    answer = export(stage, told(stage), out=out, typed="not this one\n")
    assert (answer.exit_code, out.exists(), "does not open your key" in answer.output) == (1, False, True)


def test_what_was_taken_back_is_not_exported_nor_what_stands_beside_it(stage, tmp_path):
    good, gone, out = told(stage), told(stage), tmp_path / "b"
    withdraw_by_receipt(receipt=stage.receipts[gone], uses=None, destroy=False, now=stage.now)
    assert export(stage, good, gone, out=out).exit_code == 1
    assert (out.exists(), Entry.objects.filter(kind="testimony-exported").count()) == (False, 0)


def test_existing_file_or_folder_is_never_written_over(stage, tmp_path):
    out = tmp_path / "b"
    out.write_text("mine")
    assert export(stage, told(stage), out=out).exit_code == 1
    assert run("make-key", out, typed=TYPED * 2).exit_code == 1
    assert run("open", out, "--out", tmp_path).exit_code == 1
    assert out.read_text() == "mine"


def test_wrong_passphrase_or_file_opens_nothing(stage, tmp_path):
    out, wrong = tmp_path / "b", tmp_path / "no-bundle"
    wrong.write_bytes(b"PK\3\4")
    export(stage, told(stage), out=out)
    for path, typed in ((out, "not this one\n"), (wrong, TYPED)):
        answer = run("open", path, "--out", tmp_path / "opened", typed=typed)
        assert (answer.exit_code, (tmp_path / "opened").exists(), MARK in answer.output) == (1, False, False)


def test_bundle_for_a_key_opens_for_no_other_key(stage, tmp_path):
    for name in ("own", "other"):
        assert run("make-key", tmp_path / name, typed=TYPED * 2).exit_code == 0
    out = tmp_path / "b"
    assert export(stage, told(stage), out=out, more=("--reader-key", tmp_path / "own.public")).exit_code == 0
    assert run("open", out, "--key", tmp_path / "other").exit_code == 1
    assert run("open", out).exit_code == 1
    answer = run("open", out, "--key", tmp_path / "own")
    assert (answer.exit_code, MARK in answer.output) == (0, True)


def test_public_half_of_a_key_has_no_private_half(tmp_path):
    run("make-key", tmp_path / "own", typed=TYPED * 2)
    assert json.loads((tmp_path / "own.public").read_text())["sealed_private_key"] == ""
    assert (tmp_path / "own").stat().st_mode & 0o077 == 0


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A bundle with one thing in it, that needs no database."""
    receiver, key, path = make_receiver(Hidden(PASSPHRASE)), Hidden(bytes(32)), tmp_path_factory.mktemp("bundle") / "b"
    content = encrypt_content(MARK.encode(), key=key, ref="V-7K3M9Q", kind="testimony", version=1)
    one = Packed(of="T-7K3M9Q", ref="V-7K3M9Q", kind="testimony", version=1, key=key, content=content)
    with path.open("wb") as out:
        write_bundle(out, to=receiver, packed=[one])
    return path, receiver, receiver.opened(Hidden(PASSPHRASE))


@pytest.mark.parametrize("names", [{"of": "../../etc"}, {"ref": "/tmp/x"}, {"of": ""}, {"ref": "V-7K3M9Q/.."}])
def test_bundle_that_would_write_elsewhere_does_not_open(small, tmp_path, names):
    """Rule: whoever knows a public key can write a bundle for it; it must not choose where its files go."""
    _path, receiver, private_key = small
    said = {"of": "T-7K3M9Q", "ref": "V-7K3M9Q"} | names
    key, path = Hidden(bytes(32)), tmp_path / "b"
    content = encrypt_content(b"x", key=key, ref=said["ref"], kind="testimony", version=1)
    with path.open("wb") as out:
        write_bundle(out, to=receiver, packed=[Packed(**said, kind="testimony", version=1, key=key, content=content)])
    with pytest.raises(DoesNotOpen):
        next(unpack(path, private_key=private_key, public_key=receiver.public_key))


def read_damaged(small, path, at, bit):
    """What comes out of a bundle with one bit flipped; None where it says no in the words of the house."""
    whole, receiver, private_key = small
    data = bytearray(whole.read_bytes())
    data[at % len(data)] ^= 1 << bit
    path.write_bytes(data)
    try:
        assert receiver_of(path)
        return [b"".join(each.pieces) for each in unpack(path, private_key=private_key, public_key=receiver.public_key)]
    except (Refusal, Fault):
        return None


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 10**9), bit=st.integers(0, 7))
def test_flipped_bit_gives_nothing_false(small, tmp_path, at, bit):
    """Rule: what comes out of a damaged bundle is what was put in, or a plain no."""
    assert read_damaged(small, tmp_path / "broken", at, bit) in (None, [MARK.encode()])


def test_every_flipped_bit_of_the_directory_gives_nothing_false(small, tmp_path):
    """Rule: the same where the library that reads the container has most to stumble over."""
    found = [read_damaged(small, tmp_path / "broken", -at, bit) for at in range(1, 260) for bit in range(8)]
    assert all(each in (None, [MARK.encode()]) for each in found)
    assert found.count(None) > 100


def test_nothing_in_a_bundle_tells_words_names_or_refs(stage, tmp_path):
    ref, out = told(stage), tmp_path / "b"
    export(stage, ref, out=out)
    for mark in (MARK, "bittern", ref):
        assert not is_in(out.read_bytes(), mark)


def test_member_reads_words_and_files_elsewhere(stage, tmp_path, django_db_blocker):
    ref, out, folder = told(stage), tmp_path / "b", tmp_path / "opened"
    answer = export(stage, ref, out=out, more=("--reader", "reed"))
    assert (answer.exit_code, "2 sealed things" in answer.output) == (0, True)
    assert receiver_of(out).holder == stage.cast.reed.ref
    with django_db_blocker.block():
        opened = run("open", out, "--out", folder)
        shown = run("open", out)
    assert (opened.exit_code, MARK in shown.output) == (0, True)
    words, picture = sorted((folder / ref).iterdir(), key=lambda path: path.suffix, reverse=True)[::-1]
    assert {words.suffix, picture.suffix} == {".jpg", ".json"}
    by_suffix = {path.suffix: path.read_bytes() for path in (words, picture)}
    assert (by_suffix[".jpg"], json.loads(by_suffix[".json"])["words"]) == (FILE, MARK)
    entry = Entry.objects.get(kind="testimony-exported")
    assert (entry.subject, entry.actor, set(entry.facts)) == (ref, stage.cast.teal.ref, {"files", "to"})


def test_receiver_is_read_as_it_was_written():
    receiver = make_receiver(Hidden(PASSPHRASE))
    assert Receiver.from_json(receiver.to_json()) == receiver
