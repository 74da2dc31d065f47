"""Receipts: read back however they were written down, and said to be mistyped rather than unknown."""

import random

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


@pytest.mark.parametrize(
    ("language", "first"), [("ar", "abandon"), ("de", "abandon"), ("pt-br", "abacate"), ("zh-hant", "的"), ("ZH-HANS", "的")]
)
def test_words_come_from_the_list_of_the_givers_language_or_else_in_english(language, first):
    assert receipts.words_of(Hidden(bytes(16)), language=language).reveal().split()[0] == first


def test_every_language_of_the_interface_but_arabic_has_a_list_of_its_own(settings):
    assert {code for code, _ in settings.LANGUAGES} - set(receipts._list_of_language) == {"ar"}


def test_words_of_both_chinese_lists_read_the_same_in_either():
    simplified, traditional = (receipts._places(f"chinese_{kind}") for kind in ("simplified", "traditional"))
    shared = simplified.keys() & traditional.keys()
    assert len(shared) == 1275
    assert all(simplified[word] == traditional[word] for word in shared)


def test_words_that_stand_in_two_lists_are_read_in_the_one_whose_checksum_fits():
    """Rule: 123 words are English and French. Twelve of them are some receipt in one of the two, hardly ever in both."""
    english, french = (receipts._places(name) for name in ("english", "french"))
    shared, chance = sorted(english.keys() & french.keys()), random.Random(1)
    rows = [chance.choices(shared, k=12) for _ in range(300)]
    ways = [[bits for name in ("english", "french") if (bits := receipts._bits(name, row)) is not None] for row in rows]
    only_one = [(row, bits[0]) for row, bits in zip(rows, ways, strict=True) if len(bits) == 1]
    assert len(only_one) > 10
    assert all(read(" ".join(row)) == bits.reveal() for row, bits in only_one)


def test_wide_space_between_japanese_words_is_a_space():
    words = receipts.words_of(ENTROPY, language="ja").reveal()
    assert read(words.replace(" ", "\u3000")) == ENTROPY.reveal()


def test_inbox_key_follows_from_the_bits_and_has_nothing_of_the_lookup():
    seed = receipts.inbox_seed_of(ENTROPY).reveal()
    assert (len(seed), seed == receipts.inbox_seed_of(Hidden(bytes(range(16)))).reveal()) == (96, True)
    assert receipts.lookup_of(ENTROPY) not in seed.hex()
    assert seed != receipts.inbox_seed_of(Hidden(bytes(16))).reveal()


@pytest.mark.parametrize("language", [*receipts._list_of_language, "ar", "pt-br"])
@settings(max_examples=8, deadline=None)
@given(entropy=st.binary(min_size=16, max_size=16))
def test_receipt_is_read_back_in_every_language(language, entropy):
    words = receipts.words_of(Hidden(entropy), language=language).reveal()
    assert len(words.split()) == 12
    assert entropy == read(words)
    assert entropy == read(words.replace(" ", "") if language.startswith("zh") else words.title())


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
