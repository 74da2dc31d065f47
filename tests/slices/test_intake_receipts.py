"""Receipts: read back however they were written down, and said to be mistyped rather than unknown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mnemonic import Mnemonic

from firsthand.core.hidden import Hidden
from firsthand.intake import once, receipts
from firsthand.intake.receipts import ReceiptMistyped, ReceiptWordUnknown, ReceiptWrongLength

ENTROPY = Hidden(bytes(range(16)))
ENGLISH = receipts.words_of(ENTROPY, language="en").reveal()


def read(typed):
    return receipts.read(Hidden(typed)).reveal()


@pytest.mark.parametrize(("typed", "count"), [("", 0), (ENGLISH + " abandon", 13), (" ".join(ENGLISH.split()[:11]), 11)])
def test_receipt_of_another_length_is_told_so(typed, count):
    with pytest.raises(ReceiptWrongLength) as refused:
        read(typed)
    assert refused.value.facts == {"count": count}


def test_unknown_words_are_told_by_place_and_not_repeated():
    words = ENGLISH.split()
    words[2], words[6] = "herron", "zzzz"
    with pytest.raises(ReceiptWordUnknown) as refused:
        read(" ".join(words))
    assert refused.value.facts == {"places": "3, 7"}
    assert "herron" not in str(refused.value)


def test_words_that_do_not_fit_are_told_as_likely_mistyped():
    words = ENGLISH.split()
    words[0], words[1] = words[1], words[0]
    with pytest.raises(ReceiptMistyped):
        read(" ".join(words))


@pytest.mark.parametrize(
    "written",
    [
        lambda words: " ".join(words).upper(),
        lambda words: "\n".join(f"{place}. {word}" for place, word in enumerate(words, 1)),
        lambda words: " ".join(f"{place}) {word}," for place, word in enumerate(words, 1)),
        lambda words: "  " + " - ".join(words) + "\t",
    ],
)
def test_receipt_is_read_however_it_was_written_down(written):
    assert read(written(ENGLISH.split())) == ENTROPY.reveal()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh-hans", "ar"])
@settings(max_examples=15, deadline=None)
@given(entropy=st.binary(min_size=16, max_size=16))
def test_receipt_is_read_back_in_every_language(language, entropy):
    words = receipts.words_of(Hidden(entropy), language=language).reveal()
    assert len(words.split()) == 12
    assert read(words) == entropy
    assert read(words.replace(" ", "") if language == "zh-hans" else words.title()) == entropy


def test_receipt_without_its_accents_is_read():
    spanish = next(
        words
        for words in (receipts.words_of(Hidden(bytes([n]) * 16), language="es").reveal() for n in range(256))
        if receipts._plain(words) != words
    )
    assert read(receipts._plain(spanish)) == read(spanish)


@pytest.mark.parametrize("name", receipts._list_of_language.values())
def test_no_two_words_of_a_list_read_alike(name):
    assert len(receipts._places(name)) == len(Mnemonic(name).wordlist) == 2048


def test_lookup_is_neither_the_bits_nor_a_plain_hash_of_them():
    lookup = receipts.lookup_of(ENTROPY)
    assert (len(lookup), lookup != ENTROPY.reveal().hex()) == (64, True)
    assert lookup != receipts.lookup_of(receipts.entropy_of(ENTROPY))


@pytest.mark.parametrize("token", ["", "x", "AAAAAAAAAAAAAAAAAAAAAA==:forged", "é"])
def test_number_that_we_did_not_draw_is_not_read(token):
    assert once.read(token) is None


def test_number_is_read_back_and_never_drawn_twice():
    tokens = [once.drawn() for _ in range(2)]
    numbers = [once.read(token).reveal() for token in tokens]
    assert [len(number) for number in numbers] == [16, 16]
    assert numbers[0] != numbers[1]
