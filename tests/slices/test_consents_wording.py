"""The questions of consent say all that a giver must know, and only what was asked can be a yes."""

from firsthand.core.consent import Audience, Use
from firsthand.foundation.consents.wording import ASKED, TEXT_VERSION, uses_by_audience, wording_of


def test_each_use_is_asked_once_and_keeping_comes_first():
    uses = [asked.use for asked in ASKED]
    assert len(uses) == len(set(uses))
    assert uses[0] == Use.STORE


def test_each_question_says_what_a_yes_means_and_what_taking_it_back_does():
    told = [(str(asked.question).endswith("?"), bool(str(asked.means)), bool(str(asked.ends)), bool(str(asked.name))) for asked in ASKED]
    assert told == [(True, True, True, True)] * len(ASKED)


def test_statistics_say_why_printed_counts_stand():
    wording = wording_of(Use.STATISTICS)
    assert wording is not None
    assert "stays until the next set of numbers, because recounting one person at once would point at that person" in str(wording.ends)


def test_use_that_is_not_asked_has_no_wording_and_is_dropped():
    assert wording_of(Use.CONTACT) is None
    assert uses_by_audience([Use.CONTACT]) == {}


def test_uses_are_sorted_by_who_sees_the_result():
    assert uses_by_audience([Use.STORE, Use.STATISTICS, Use.MEDIA]) == {
        Audience.TEAM: frozenset({Use.STORE}),
        Audience.PUBLIC: frozenset({Use.STATISTICS, Use.MEDIA}),
    }


def test_text_version_fits_its_column():
    assert 0 < len(TEXT_VERSION) <= 20
