"""Laws of sealed streams: they open whole, as they were sealed, under their key and Ref; or not at all."""

import io
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.utils import random

from firsthand.core.hidden import Hidden
from firsthand.foundation.vault.streams import PIECE, Sealer, StreamBroken, digest, opened, size_class

KEY, REF = Hidden(bytes(range(32))), "V-7K3M9Q"
LENGTHS = st.one_of(st.integers(0, 300), st.sampled_from([PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 1]))


def sealed(content, *, fed=10_000, key=KEY, ref=REF):
    sealer, out = Sealer(key=key, ref=ref), []
    for at in range(0, len(content), fed):
        out += sealer.feed(content[at : at + fed])
    out += sealer.finish()
    return b"".join(out), sealer


def read(data, sealer, *, key=KEY, ref=REF, length=None):
    size = sealer.length if length is None else length
    return b"".join(opened(io.BytesIO(data), key=key, ref=ref, length=size, sha256=sealer.sha256()))


TWO, TWO_SEALED = b"heron" * 20_000, sealed(b"heron" * 20_000)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_stream_with_any_bit_flipped_does_not_open(data):
    stream, sealer = TWO_SEALED
    at, bit = data.draw(st.integers(0, len(stream) - 1)), data.draw(st.integers(0, 7))
    broken = stream[:at] + bytes([stream[at] ^ 1 << bit]) + stream[at + 1 :]
    with pytest.raises(StreamBroken):
        read(broken, sealer)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(TWO_SEALED[0]) - 1))
def test_stream_cut_short_anywhere_does_not_open(end):
    with pytest.raises(StreamBroken):
        read(TWO_SEALED[0][:end], TWO_SEALED[1])


@given(st.binary(min_size=1, max_size=100))
def test_stream_with_bytes_after_its_end_does_not_open(more):
    with pytest.raises(StreamBroken):
        read(TWO_SEALED[0] + more, TWO_SEALED[1])


@pytest.mark.parametrize("order", [(1, 0), (0, 0), (1,), (0, 1, 1), (0, 1, 0)])
def test_pieces_in_another_order_do_not_open(order):
    stream, sealer = TWO_SEALED
    pieces = [stream[25 : 25 + PIECE + 17], stream[25 + PIECE + 17 :]]
    with pytest.raises(StreamBroken):
        read(stream[:25] + b"".join(pieces[number] for number in order), sealer)


def test_stream_does_not_open_for_another_ref_key_or_length():
    stream, sealer = TWO_SEALED
    for wrong in ({"ref": "V-7K3M9R"}, {"key": Hidden(random(32))}, {"length": len(TWO) - 1}, {"length": len(TWO) + 1}):
        with pytest.raises(StreamBroken):
            read(stream, sealer, **wrong)


def test_what_is_cut_short_never_gives_its_last_piece():
    """Rule: whoever counts the bytes of an answer that broke off sees that some are missing."""
    stream, sealer = sealed(b"x" * 10)
    got = opened(io.BytesIO(stream + b"more"), key=KEY, ref=REF, length=10, sha256=sealer.sha256())
    with pytest.raises(StreamBroken):
        next(got)


@settings(max_examples=60, deadline=None)
@given(LENGTHS, st.integers(1, 100_000))
def test_stream_opens_as_it_was_sealed_however_it_was_fed(length, fed):
    content = (b"kingfisher " * (length // 11 + 1))[:length]
    stream, sealer = sealed(content, fed=max(fed, length // 50 + 1))
    assert read(stream, sealer) == content
    assert len(stream) == 25 + size_class(length) // PIECE * (PIECE + 17)


@settings(max_examples=60, deadline=None)
@given(LENGTHS, st.lists(st.integers(0, 100_000), max_size=4))
def test_stream_that_was_interrupted_anywhere_opens_as_one_that_was_not(length, breaks):
    """A sealer that goes on from where another stopped gives the same bytes that one would have given."""
    content, through = (b"heron " * (length // 6 + 1))[:length], Sealer(key=KEY, ref=REF)
    first = through.interrupted()
    resumed = Sealer(key=KEY, ref=REF, after=first)
    whole, out, at = b"".join(through.feed(content)), b"", 0
    for end in sorted(min(each, length) for each in (*breaks, length)):
        out, at = out + b"".join(resumed.feed(content[at:end])), end
        resumed = Sealer(key=KEY, ref=REF, after=resumed.interrupted())
    whole, out = whole + b"".join(through.finish()), out + b"".join(resumed.finish())
    assert out == whole
    assert digest(io.BytesIO(out), key=KEY, ref=REF, length=length) == through.sha256()
    with pytest.raises(TypeError):
        resumed.sha256()


def test_digest_of_what_is_not_whole_is_refused():
    stream, sealer = TWO_SEALED
    for data, length in ((stream[:-1], sealer.length), (stream, sealer.length + 10_000_000)):
        with pytest.raises(StreamBroken):
            digest(io.BytesIO(data), key=KEY, ref=REF, length=length)


@given(st.integers(0, 2**33))
def test_size_class_is_whole_pieces_and_at_most_an_eighth_more(length):
    size = size_class(length)
    assert size % PIECE == 0
    assert length <= size <= max(PIECE, length + PIECE, length + length // 8 + 1)


def test_memory_stays_flat_over_64_megabytes(tmp_path):
    """Rule: neither side holds a whole file."""
    path, chunk, sealer = tmp_path / "stream", b"\7" * 262_144, Sealer(key=KEY, ref=REF)
    tracemalloc.start()
    with path.open("wb") as out:
        for _ in range(256):
            out.writelines(sealer.feed(chunk))
        out.writelines(sealer.finish())
    with path.open("rb") as stream:
        total = sum(len(piece) for piece in opened(stream, key=KEY, ref=REF, length=sealer.length, sha256=sealer.sha256()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (total, peak < 3 * 1024 * 1024) == (64 * 1024 * 1024, True)
