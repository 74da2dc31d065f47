"""One look for every question, wired so that a screen reader hears label, help and error together."""

from __future__ import annotations

import re

from django.template.loader import render_to_string

from firsthand.site.sample import SampleForm, sample_page


def returned() -> SampleForm:
    return SampleForm({}, auto_id="id_%s")


def test_wrong_answer_is_said_beside_its_control_and_named_by_it():
    html = returned()["name"].as_field_group()
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


def test_group_of_choices_is_a_fieldset_that_names_help_and_error():
    html = returned()["quoting"].as_field_group()
    assert (
        '<fieldset class="field wrong" id="id_quoting_field" tabindex="-1" aria-describedby="id_quoting_helptext id_quoting_error">' in html
    )
    assert "<legend>May we print your words without your name?</legend>" in html
    assert html.count('<input type="radio"') == 2


def test_single_checkbox_stands_in_its_label():
    html = returned()["agreed"].as_field_group()
    assert re.search(r'<label for="id_agreed"><input type="checkbox"[^>]*> <span>', html)


def test_question_that_may_stay_open_says_so():
    form = SampleForm()
    assert "(optional)" in form["story"].as_field_group()
    assert "(optional)" not in form["name"].as_field_group()


def test_summary_of_errors_leads_to_each_field_that_exists():
    form = returned()
    page = render_to_string("components/errors.html", {"form": form}) + "".join(field.as_field_group() for field in form)
    targets = re.findall(r'href="#([^"]+)"', page)
    assert targets == ["id_name", "id_region", "id_quoting_field", "id_agreed"]
    assert [target for target in targets if f'id="{target}"' not in page] == []


def test_summary_says_what_is_wrong_with_the_whole_form():
    form = SampleForm({"name": "Wren"})
    form.is_valid()
    form.add_error(None, "These two do not go together.")
    assert "These two do not go together." in render_to_string("components/errors.html", {"form": form})


def test_summary_is_silent_where_nothing_is_wrong():
    assert render_to_string("components/errors.html", {"form": SampleForm()}).strip() == ""


def test_whole_form_is_its_summary_and_its_fields():
    html = str(returned())
    assert html.count('class="error-summary"') == 1
    assert html.count('class="field') == 6 + html.count('class="field-error"')


def test_control_shows_no_placeholder():
    form = SampleForm()
    form.fields["name"].widget.attrs["placeholder"] = "Type here"
    assert "Type here" not in form["name"].as_field_group()


def test_pager_keeps_the_filters_of_the_address(rf):
    html = render_to_string("components/pager.html", {"page": sample_page()}, request=rf.get("/list/?words=eviction&page=2"))
    assert 'href="?words=eviction&amp;page=1"' in html
    assert 'href="?words=eviction&amp;page=3"' in html
    assert "Page 2 of 3" in html
