"""What a browser sealed: the same bytes on both sides (tests/browser holds the browser to the same file), and looked at for its shape."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

from firsthand.core.hidden import Hidden
from firsthand.foundation.vault import arriving, opening, sealing, wire
from firsthand.intake.testified import Testified, When, to_bytes

VECTOR = json.loads((Path(__file__).parent / "vectors" / "sealed_in_browser_1.json").read_text("utf-8"))
ROW = VECTOR["row"]
VENDORED = Path(arriving.__file__).parents[2] / "intake" / "static" / "intake" / "vendor"
WELL_SEALED = b"\x01" + bytes(24 + 1024 + 16)


def raw(name):
    return bytes.fromhex(VECTOR[name])


def as_text(data):
    return base64.urlsafe_b64encode(data).decode()


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "not base64 at all!",
        as_text(WELL_SEALED)[:-3],
        as_text(b"\x02" + WELL_SEALED[1:]),
        as_text(WELL_SEALED + b"x"),
        as_text(WELL_SEALED[:-512]),
        as_text(b"\x01" + bytes(24 + 512 * 1024 + 16)),
        as_text(WELL_SEALED) + "字",
    ],
    ids=["nothing", "not-base64", "cut", "format-2", "a-byte-more", "no-class", "too-long", "beyond-ascii"],
)
def test_content_of_another_shape_is_refused(sent):
    with pytest.raises(arriving.NotSealed) as refused:
        arriving.read_sealed_content(sent)
    assert (refused.value.__cause__, refused.value.__suppress_context__ or refused.value.__context__ is None) == (None, True)


@pytest.mark.parametrize("length", [0, 1, 1167, 1169, 5000])
def test_key_of_another_length_is_refused(length):
    with pytest.raises(arriving.NotSealed):
        arriving.read_sealed_key(as_text(b"\x01" + bytes(length)) if length else "")


def test_what_has_the_shape_is_taken_as_it_is():
    assert arriving.read_sealed_content(as_text(WELL_SEALED)) == WELL_SEALED
    assert arriving.read_sealed_content(as_text(raw("sealed_content"))) == raw("sealed_content")
    assert arriving.read_sealed_key(as_text(raw("sealed_key_by_browser"))) == raw("sealed_key_by_browser")


def test_private_key_is_an_x_wing_seed_stretched():
    assert hashlib.shake_256(raw("xwing_seed")).digest(wire.PRIVATE_KEY_BYTES) == raw("private_key")


@pytest.mark.parametrize("by", ["server", "browser"])
def test_key_and_content_sealed_on_either_side_open_here(by):
    info = wire.item_key_info(team_public_key=raw("public_key"), **ROW)
    assert info == raw("item_key_info")
    key = opening.open_key(raw(f"sealed_key_by_{by}"), private_key=Hidden(raw("private_key")), info=info)
    assert key.reveal() == raw("item_key")
    assert opening.decrypt_content(raw("sealed_content"), key=key, **ROW).reveal().decode() == VECTOR["content"]


@pytest.mark.parametrize(("part", "other"), [("ref", "V-7K3M9R"), ("kind", "quote"), ("version", 2)])
def test_key_sealed_in_a_browser_opens_for_no_other_row(part, other):
    info = wire.item_key_info(team_public_key=raw("public_key"), **(ROW | {part: other}))
    with pytest.raises(opening.DoesNotOpen):
        opening.open_key(raw("sealed_key_by_browser"), private_key=Hidden(raw("private_key")), info=info)


def test_json_and_its_padding_are_those_of_the_server():
    when = When(year=2025, month=3, precision="about")
    words = 'One line. Строка. 一行. سطر.\n"Two" lines.'
    told = Testified(words=words, when=when, country="KE", area="town", acts=("arrest", "extortion"), language="ru")
    assert to_bytes(told).decode() == VECTOR["content"]
    assert [[length, wire.size_class(length)] for length, _ in VECTOR["classes"]] == VECTOR["classes"]


def test_row_that_browsers_seal_for_is_bound_as_the_server_binds_it():
    assert wire.content_data(**ROW) == raw("content_data")
    assert len(sealing.encrypt_content(b"", key=Hidden(raw("item_key")), **ROW)) == len(WELL_SEALED)


def test_vendored_scripts_are_those_that_were_reviewed():
    said = dict(reversed(line.split()) for line in (VENDORED / "SHA256.txt").read_text().splitlines())
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDORED.iterdir() if path.name != "SHA256.txt"}
    assert found == said
    assert (VENDORED / "sealing.js").stat().st_size < 100_000
