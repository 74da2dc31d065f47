"""Pages of a questionnaire as HTML: every control can be used without a script, is labelled, and says what is wrong beside it."""

import re
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string

from firsthand.core.questionnaire import (
    answer_cards,
    begin_filling,
    check_answers,
    describe_questionnaire,
    page_at,
    page_card,
    pages_of,
    receive_page,
)
from firsthand.render.xlsform import read_xlsform
from tests.core.questions import setting
from tests.render.workbooks import survey, tools

PLAN = read_xlsform(tools()).plan
ARABIC = "العربية (ar)"


class Controls(HTMLParser):
    """What a browser would send, what has which label, and what is open at the end."""

    def __init__(self, html):
        super().__init__()
        self.sent, self.ids, self.labelled, self.open, self.unlabelled = {}, set(), set(), [], []
        self._select = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.ids.add(told.get("id"))
        if tag == "label":
            self.labelled.add(told.get("for"))
        if tag in {"input", "select", "textarea"}:
            if "label" not in self.open and told.get("id") not in self.labelled:
                self.unlabelled.append(told.get("name"))
            is_sent = tag == "input" and (told.get("type") not in {"radio", "checkbox", "file"} or "checked" in told)
            if is_sent:
                self.sent.setdefault(told["name"], []).append(told.get("value", ""))
            self._select = told.get("name") if tag == "select" else None
        if tag == "option" and "selected" in told:
            self.sent[self._select] = [told.get("value", "?")]
        if tag not in {"input", "img", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def show(card):
    return render_to_string("components/questionnaire_page.html", {"page": card})


def filled(language="English (en)"):
    filling = begin_filling(PLAN, setting(language=language))
    filling.change({"town": "Lagos", "region": "north", "place": "hill", "country": "other", "country_other": "there", "many": "1"})
    filling.change({"you/years": "7", "you/work": "street", "colleague[1]/content": "3", "order": "online street indoors", "agree": "OK"})
    return filling


@pytest.mark.parametrize("language", ["English (en)", ARABIC])
def test_every_page_is_labelled_closed_and_gives_back_what_it_shows(language):
    filling = filled(language)
    before = filling.answers()
    pages = pages_of(filling)
    assert len(pages) > 9
    for page in pages:
        controls = Controls(show(page_card(filling, page)))
        assert controls.open == []
        assert controls.unlabelled == []
        if "order" not in page.key:
            assert receive_page(filling, page.key, controls.sent) == (), page.key
    assert filling.answers() == before


def test_a_page_says_its_language_and_direction():
    filling = filled(ARABIC)
    html = show(page_card(filling, page_at(filling, "town")))
    assert '<div class="stack" lang="ar" dir="rtl">' in html
    assert "أي مدينة؟" in html


def test_what_is_wrong_stands_on_top_and_beside_its_question():
    filling = filled()
    findings = receive_page(filling, "you", {"you/years": ["many"], "you/work": ["street", "indoors", "online"]})
    html = show(page_card(filling, page_at(filling, "you"), findings))
    assert 'href="#q-you-years"' in html
    assert 'id="q-you-years" name="you/years" value="many"' in html
    assert 'aria-describedby="q-you-years-error"' in html
    assert html.count("Write a whole number, such as 7.") == 2
    assert html.count("Two at most") == 2
    assert {"q-you-years", "q-you-years-error", "q-you-work", "q-you-work-error"} <= Controls(html).ids


def test_nothing_that_was_typed_or_written_becomes_markup():
    plan = read_xlsform(survey("text | a | <b>Bold</b> & ${b}", "text | b | B")).plan
    filling = begin_filling(plan, setting())
    filling.change({"a": '"><script>x</script>', "b": "<i>"})
    html = show(page_card(filling, page_at(filling, "a")))
    assert "<script" not in html
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; &lt;i&gt;" in html


def test_a_repeat_can_be_gone_on_with_or_left():
    plan = read_xlsform(survey("begin_repeat | kid | Child", "text | name | Name", "end_repeat")).plan
    filling = begin_filling(plan, setting())
    html = show(page_card(filling, page_at(filling, "kid+")))
    assert 'name="remove" value="kid[1]"' in html
    assert Controls(html).sent == {"more": ["no"]}


def test_the_last_look_names_what_is_missing():
    filling = filled()
    filling.change({"town": ""})
    html = render_to_string("components/questionnaire_answers.html", {"answers": answer_cards(filling)})
    assert len(check_answers(filling)) == 1
    assert html.count("field-error") == 1
    assert "Not answered" in html
    assert re.search(r'name="page" value="town"', html)
    assert "3" in html


@pytest.mark.parametrize("language", ["English (en)", ARABIC])
def test_paper_has_every_question_with_its_choices_and_when_it_is_asked(language):
    entries = describe_questionnaire(PLAN, language)
    html = render_to_string("components/questionnaire_paper.html", {"entries": entries, "direction": "ltr"})
    assert Controls(html).open == []
    numbered = [entry for entry in entries if entry.number]
    assert html.count("<li class=") >= len(numbered) > 9
    assert all(label in html for entry in numbered for _, label in entry.values)
    assert html.count("Only if:") >= 1
    codebook = render_to_string("components/questionnaire_codebook.html", {"entries": entries})
    assert all(f">{entry.path}</th>" in codebook for entry in entries)
    assert "sum(${content}) div ${many}" in codebook
