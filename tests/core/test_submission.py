"""How far a text meets what a body asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from firsthand.core.submission import Profile, Rule, check_submission, count_submitted_words
from tests.render.sample import english

TODAY = date(2026, 11, 24)
PROFILE = Profile(
    key="example",
    name="An example",
    most_words=100,
    languages=("fr", "es"),
    most_organisations=1,
    is_joint=False,
    by_hand=(),
    source_url="https://example.org/",
    verified_on=date(2026, 1, 1),
)


@pytest.mark.parametrize(
    ("verified_on", "is_verified"), [(None, False), (date(2025, 11, 23), False), (date(2025, 11, 24), True), (TODAY, True)]
)
def test_profile_claims_something_only_while_somebody_looked(verified_on, is_verified):
    assert check_submission(replace(PROFILE, verified_on=verified_on), english("Words."), today=TODAY).is_verified is is_verified


def test_words_of_quotes_count_and_those_of_footnotes_and_figures_do_not():
    assert count_submitted_words(english("One two three.[^a]\n\n[^a]: Not counted at all.")) == 3
    with_quote = english("One.\n\n{{quote:Q-5T6V7W}}\n\n{{figure:F-8X9Y0Z}}")
    said = "They took the money and the phone Then they laughed 1"
    assert count_submitted_words(with_quote) == 1 + len(said.split())


def test_each_rule_is_found_met_or_not():
    checklist = check_submission(PROFILE, english("# A\n\n" + "word " * 101), today=TODAY)
    assert {finding.rule: (finding.is_met, finding.found) for finding in checklist.findings} == {
        Rule.WORDS: (False, "102"),
        Rule.LANGUAGE: (False, "en"),
        Rule.SUBMITTERS: (False, "2"),
        Rule.SUMMARY: (False, "1"),
    }
    assert checklist.share == 102
    joint = replace(PROFILE, is_joint=True, languages=("en",), most_words=None)
    met = check_submission(joint, english("# A\n\nWords.\n\n# B\n\nWords."), today=TODAY)
    assert all(finding.is_met for finding in met.findings)
    assert met.share == 0
