import pytest

from firsthand.core.authorship import (
    TAKEN,
    Amendment,
    AmendmentAmbiguous,
    AmendmentLost,
    Answer,
    AnswerWithoutReason,
    Credit,
    Disposition,
    Revision,
    WordingMissing,
    answer_amendment,
    trace,
    words_in_other_words,
)

TEXT = "Police should reduce arrests. Health care is free.\n\nPolice should reduce fines."
AMENDMENT = Amendment(ref="A-1", seat="community-1", found="should reduce arrests", put="must never arrest us for our work")


def draft():
    return trace([Revision(seat="institution-1", text=TEXT)])


def answer(disposition, reason="It is what people asked for.", wording=""):
    return Answer(disposition=disposition, reason=reason, editor="institution-1", wording=wording)


@pytest.mark.parametrize("disposition", list(Disposition))
def test_an_answer_without_a_reason_is_refused(disposition):
    with pytest.raises(AnswerWithoutReason, match="A-1"):
        answer_amendment(draft(), AMENDMENT, answer(disposition, reason="  "))


def test_a_passage_that_is_gone_is_refused():
    with pytest.raises(AmendmentLost):
        answer_amendment(draft(), Amendment(ref="A-2", seat="x", found="never stood", put="here"), answer(Disposition.ACCEPTED))


@pytest.mark.parametrize("found", ["Police should reduce", "s"])
def test_a_passage_that_stands_twice_is_refused(found):
    with pytest.raises(AmendmentAmbiguous):
        answer_amendment(draft(), Amendment(ref="A-2", seat="x", found=found, put="here"), answer(Disposition.ACCEPTED))


def test_accepted_with_changes_needs_the_changed_wording():
    with pytest.raises(WordingMissing):
        answer_amendment(draft(), AMENDMENT, answer(Disposition.ACCEPTED_MODIFIED))


@pytest.mark.parametrize("disposition", sorted(set(Disposition) - TAKEN))
def test_declining_gives_the_text_back(disposition):
    provenance = draft()
    assert answer_amendment(provenance, AMENDMENT, answer(disposition)) is provenance


def test_an_accepted_amendment_is_its_proposers():
    after = answer_amendment(draft(), AMENDMENT, answer(Disposition.ACCEPTED))
    assert after.text == TEXT.replace("should reduce arrests", "must never arrest us for our work")
    assert after.words_by_seat() == {"institution-1": 9, "community-1": 7}


def test_what_comes_before_tells_two_passages_apart():
    amendment = Amendment(ref="A-3", seat="community-1", before="free.\n\nPolice ", found="should reduce", put="abolish")
    after = answer_amendment(draft(), amendment, answer(Disposition.ACCEPTED))
    assert after.text.endswith("Police abolish fines.")
    assert "Police should reduce arrests" in after.text


def test_words_can_be_inserted():
    amendment = Amendment(ref="A-3", seat="community-1", before="Health care is free", found="", put=" and confidential")
    assert "free and confidential." in answer_amendment(draft(), amendment, answer(Disposition.ACCEPTED)).text


def test_a_modified_amendment_leaves_each_their_own_words():
    after = answer_amendment(draft(), AMENDMENT, answer(Disposition.ACCEPTED_MODIFIED, wording="must not arrest us for our lawful work"))
    assert after.text.startswith("Police must not arrest us for our lawful work.")
    assert after.words_by_seat() == {"institution-1": 9 + 2, "community-1": 6}


def test_a_passage_put_in_other_words_is_credited_apart_from_words():
    provenance = draft().extended(Revision(seat="institution-1", text=TEXT.replace("should reduce arrests", "stop arresting sex workers")))
    credit = Credit(amendment="A-1", seat="community-1", revision=2, reason="Their point, in the ministry's words.")
    assert provenance.words_by_seat() == {"institution-1": 13}
    assert words_in_other_words(provenance, [credit]) == {"community-1": 4}
    cut = provenance.extended(Revision(seat="institution-1", text=TEXT.replace("should reduce arrests", "stop arresting")))
    assert words_in_other_words(cut, [credit]) == {"community-1": 2}


def test_nobody_is_credited_for_a_revision_of_their_own():
    credit = Credit(amendment="A-1", seat="institution-1", revision=1, reason="We had the same idea.")
    assert words_in_other_words(draft(), [credit]) == {}
