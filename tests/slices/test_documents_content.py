"""What an edition froze can be hashed, stored, read back and printed without the words that were taken out."""

from __future__ import annotations

from dataclasses import replace

from tests.render.sample import ENGLISH, english, sources

from firsthand.core.manuscript import EditionMark
from firsthand.documents.content import Content, from_json, hash_of, left_without, printed, to_json
from firsthand.render.html import render_body


def sample() -> Content:
    front = english().manuscript.front
    return Content(
        title=front.title,
        subtitle=front.subtitle,
        language=front.language,
        body=ENGLISH,
        dated_on=front.dated_on,
        organisations=front.organisations,
        notes=front.notes,
        licence=front.licence,
        sources=sources(),
    )


def test_content_comes_back_from_json_as_it_went():
    assert from_json(to_json(sample())) == sample()


def test_hash_covers_every_word():
    assert hash_of(sample()) == hash_of(from_json(to_json(sample())))
    assert hash_of(sample()) != hash_of(replace(sample(), subtitle="Another"))


def test_left_without_forgets_the_words_and_prints_no_hole():
    quote = sources()["Q-5T6V7W"]
    kept = left_without(sample(), ["Q-5T6V7W"])
    html = render_body(printed(kept, mark=EditionMark(ref="E-000001", number="2"), claims_at="/claims/"))
    assert "Q-5T6V7W" not in kept.sources
    assert quote.text.split(".")[0] not in str(to_json(kept))
    assert "They took the money" not in html
    assert "ed-quote" not in html
    assert "ed-figure" in html


def test_printed_puts_the_address_of_each_claim():
    html = render_body(printed(sample(), mark=None, claims_at="/claims/"))
    assert 'href="/claims/Q-5T6V7W/"' in html
    assert 'href="/claims/F-8X9Y0Z/"' in html
