"""Works: what is kept of an item of unknown hands, when two are the same, and how one is written out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from firsthand.core.bibliography import WorkMalformed, address_of, clean_item, entry_of, label_of, same_work_key, year_of


def _work(**more):
    return {"type": "article-journal", "title": "What we saw", "issued": {"date-parts": [["2020", 3]]}, **more}


DOE, ROE = {"family": "Doe", "given": "J."}, {"family": "Roe", "given": "A.", "non-dropping-particle": "van"}


@pytest.mark.parametrize("raw", [None, [], "x", 3, {}, {"title": " "}, {"title": ["x"]}, {"title": "x", "URL": "javascript:alert(1)"}])
def test_what_cannot_be_cited_is_refused(raw):
    with pytest.raises(WorkMalformed):
        clean_item(raw)


def test_what_we_do_not_know_is_left_out_and_markup_is_text():
    found = clean_item(
        _work(title="A <i>Study</i> of &lt;b&gt;", evil={"x": 1}, type="nonsense", volume=3, DOI="https://doi.org/10.1/X", custom="x")
    )
    assert found == {"type": "document", "title": "A Study of <b>", "volume": "3", "DOI": "10.1/X", "issued": {"date-parts": [[2020, 3]]}}


@pytest.mark.parametrize(
    ("issued", "year"),
    [
        ({"date-parts": [[2020]]}, 2020),
        ({"raw": "spring 1999"}, 1999),
        ({"literal": "no year"}, None),
        ({"date-parts": [["x"]]}, None),
        (None, None),
        ({"date-parts": []}, None),
    ],
)
def test_year_is_found_as_far_as_it_is_told(issued, year):
    assert year_of(clean_item({"title": "T", "issued": issued})) == year


@pytest.mark.parametrize(
    ("authors", "label"),
    [
        ([DOE], "Doe 2020"),
        ([DOE, ROE], "Doe & van Roe 2020"),
        ([DOE, ROE, DOE], "Doe et al. 2020"),
        ([{"literal": "World Health Organization"}], "World Health Organization 2020"),
        ([], "What we saw 2020"),
    ],
)
def test_label_is_who_and_when(authors, label):
    assert label_of(clean_item(_work(author=authors))) == label


def test_entry_says_where_the_work_stands():
    item = clean_item(
        _work(author=[DOE, ROE], volume="3", issue="2", page="1-9", publisher="A Press", DOI="10.1/x", **{"container-title": "J. of X"})
    )
    assert entry_of(item) == "Doe, J.; van Roe, A. (2020). What we saw. J. of X, 3(2), 1-9. A Press. DOI 10.1/x."
    assert address_of(item) == "https://doi.org/10.1/x"
    assert entry_of(clean_item({"title": "Why?", "type": "report", "number": "A/1"})) == "Why? A/1."


def test_same_work_is_known_again():
    one, other = clean_item(_work(title="Étude: of X")), clean_item(_work(title="ETUDE of x", volume="9"))
    assert same_work_key(one) == same_work_key(other)
    assert same_work_key(clean_item(_work(DOI="10.1/A"))) == same_work_key(clean_item({"title": "Other", "DOI": "doi:10.1/a"}))
    assert same_work_key(one) != same_work_key(clean_item(_work(title="Étude: of X", issued={"date-parts": [[2021]]})))


_KEYS = ["title", "author", "issued", "date-parts", "family", "URL", "DOI", "raw"]
_anything = some.recursive(
    some.one_of(some.none(), some.booleans(), some.integers(), some.text(max_size=20)),
    lambda inner: some.one_of(some.lists(inner, max_size=3), some.dictionaries(some.sampled_from(_KEYS), inner, max_size=5)),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(raw=_anything)
def test_law_whatever_comes_is_refused_or_can_be_cited_and_stays_as_it_is(raw):
    try:
        item = clean_item(raw)
    except WorkMalformed:
        return
    assert clean_item(item) == item
    assert label_of(item)
    assert entry_of(item)
    assert len(same_work_key(item)) <= 300 or item.get("DOI")
