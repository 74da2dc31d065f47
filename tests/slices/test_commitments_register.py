"""The register's pages: who sees what, and what a search finds."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import at_desk
from tests.slices.matrix_files import GOALS_LAYOUT, GOALS_ROWS, THEMES_ROWS, matrix_file

from firsthand.commitments.actions import import_matrix
from firsthand.commitments.models import Commitment
from firsthand.commitments.queries import Filters, citations_for_print, register_page, why_not_citable

PUBLIC_LIST = reverse("public-commitments:list-commitments")
DESK_LIST = reverse("commitments:list-commitments")

SCRIPTS = (
    ("8.1 Protéger les travailleuses du sexe âgées (France);", "Supported", "Santé", ""),
    ("8.2 Отменить наказания за секс-работу (Беларусь);", "Noted", "Труд", ""),
    ("8.3 إلغاء العقوبات وحماية حقوق الإنسان (تونس);", "Supported", "حقوق", ""),
    ("8.4 请专家审查关于性工作的法律 (中国);", "Noted", "劳动", ""),
)


@pytest.fixture
def register(cast, now):
    """Three commitments of Peru and one of Kenya."""
    import_matrix(data=matrix_file(), state="PE", session="12", by=cast.lark, now=now)
    import_matrix(data=matrix_file(GOALS_LAYOUT, GOALS_ROWS), state="KE", session="40", by=cast.lark, now=now)


def numbers(**filters):
    found = register_page(Filters(**filters), number=1, language="en")
    return [line.number for line in found.page.object_list]


def page(client, url, **asked):
    return client.get(url, asked)


@pytest.mark.parametrize("ref", ["C-000000", "nonsense", "T-7K3M9Q", "C-7K3M9Q' OR 1=1"])
def test_commitment_that_does_not_exist_is_not_found(db, ref):
    assert Client().get(reverse("public-commitments:show-commitment", args=[ref])).status_code == 404


def test_register_at_the_desk_needs_a_person(db):
    assert Client().get(DESK_LIST).status_code == 302


def test_register_tells_of_a_filter_that_is_not_there_and_still_searches(register):
    response = page(Client(), PUBLIC_LIST, state="XX", words="ratify")
    assert response.status_code == 200
    assert "error-summary" in response.content.decode()
    assert [line.number for line in response.context["found"].page.object_list] == ["101.2"]


@pytest.mark.parametrize("number", ["0", "-1", "99", "word", ""])
def test_register_gives_the_nearest_page_for_a_number_that_does_not_exist(register, number):
    response = page(Client(), PUBLIC_LIST, page=number)
    assert len(response.context["found"].page.object_list) == 4


def test_register_when_empty_says_how_it_is_filled(cast):
    assert "register is empty" in page(Client(), PUBLIC_LIST).content.decode()
    assert reverse("commitments:import-matrix") in page(at_desk(cast.wren), DESK_LIST).content.decode()
    assert reverse("commitments:import-matrix") not in page(at_desk(cast.dove), DESK_LIST).content.decode()


def test_register_is_the_same_for_every_organisation_and_in_public(register, cast):
    public = [line.ref for line in page(Client(), PUBLIC_LIST).context["found"].page.object_list]
    assert len(public) == 4
    for person in (cast.wren, cast.finch, cast.stone, cast.moss):
        assert [line.ref for line in page(at_desk(person), DESK_LIST).context["found"].page.object_list] == public


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["140.7", "101.1", "101.2", "101.10"]),
        ({"state": "KE"}, ["140.7"]),
        ({"session": "12"}, ["101.1", "101.2", "101.10"]),
        ({"position": "noted"}, ["101.1"]),
        ({"position": "supported_in_part"}, ["101.10"]),
        ({"theme": "labour"}, ["101.1", "101.10"]),
        ({"theme": "labour", "position": "noted"}, ["101.1"]),
        ({"goal": "8"}, ["101.1"]),
        ({"goal": "1"}, []),
        ({"persons": "public officials"}, ["140.7"]),
        ({"theme": "public officials"}, []),
        ({"words": "101.2"}, ["101.2"]),
        ({"words": "peru treaty"}, ["101.2"]),
        ({"words": "A/HRC/3/3"}, ["140.7"]),
        ({"words": "Kenia"}, ["140.7"]),
        ({"words": "%"}, []),
        ({"words": "_"}, []),
        ({"words": "treaty labour"}, []),
    ],
)
def test_register_finds(register, filters, expected):
    assert numbers(**filters) == expected


def test_register_finds_a_commitment_by_its_ref(register):
    ref = Commitment.objects.get(number="101.10").ref
    assert numbers(words=ref) == ["101.10"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("proteger agees", ["8.1"]),
        ("Protection", []),
        ("НАКАЗАНИЯ", ["8.2"]),
        ("секс-работ", ["8.2"]),
        ("الانسان", ["8.3"]),
        ("عقوبات", ["8.3"]),
        ("专家", ["8.4"]),
        ("工作", ["8.4"]),
        ("作工", []),
    ],
)
def test_register_finds_words_in_every_script(cast, now, words, expected):
    import_matrix(data=matrix_file(rows=SCRIPTS), state="PE", session="1", by=cast.lark, now=now)
    assert numbers(words=words) == expected


def test_register_searches_their_words_for_ours_and_says_so(register):
    response = page(Client(), PUBLIC_LIST, words="sex work")
    assert [line.number for line in response.context["found"].page.object_list] == ["101.1"]
    assert "We say “sex work”, they say: prostitut*" in response.content.decode()
    assert "plain=1" in response.content.decode()


def test_register_searches_only_what_was_typed_when_asked(register):
    response = page(Client(), PUBLIC_LIST, words="sex work", plain="1")
    assert response.context["found"].page.object_list == []
    assert "Institutions often write: prostitut*" in response.content.decode()


def test_register_gives_fifty_a_page(cast, now):
    rows = tuple((f"9.{n} Do thing {n} (Peru);", "Supported", "Labour", "") for n in range(1, 61))
    import_matrix(data=matrix_file(rows=rows), state="PE", session="1", by=cast.lark, now=now)
    first, second = (page(Client(), PUBLIC_LIST, page=number, words="thing") for number in (1, 2))
    assert [len(response.context["found"].page.object_list) for response in (first, second)] == [50, 10]
    assert "?page=2&amp;words=thing" in first.content.decode() or "words=thing&amp;page=2" in first.content.decode()


@pytest.mark.parametrize("with_person", [True, False])
def test_register_asks_the_database_no_more_for_three_rows_than_for_one(cast, now, with_person):
    client, url = (at_desk(cast.wren), DESK_LIST) if with_person else (Client(), PUBLIC_LIST)

    def queries(rows):
        import_matrix(data=matrix_file(rows=rows), state="PE", session="12", by=cast.lark, now=now)
        with CaptureQueriesContext(connection) as captured:
            assert page(client, url, words="the").status_code == 200
        return len(captured)

    page(client, url)
    assert queries(THEMES_ROWS[:2]) == queries(THEMES_ROWS)


def test_commitment_shows_words_history_and_source(register, cast, now):
    changed = (*THEMES_ROWS[:2], (THEMES_ROWS[2][0].replace("Repeal", "Reform"), "Supported", *THEMES_ROWS[2][2:]))
    import_matrix(data=matrix_file(rows=changed), state="PE", session="12", by=cast.lark, now=now)
    ref = Commitment.objects.get(number="101.1").ref
    text = Client().get(reverse("public-commitments:show-commitment", args=[ref])).content.decode()
    assert text.index("Reform the law on prostitution (Chile)") < text.index("Repeal the law on prostitution (Chile)")
    assert text.index("tag good") < text.index("tag ended")
    assert 'href="https://undocs.org/A/HRC/1/1/Add.1"' in text
    assert 'href="https://undocs.org/A/HRC/1/1"' in text
    assert "Iran (Islamic Republic of)" in text


def test_commitment_leads_to_all_that_stand_under_its_themes(register):
    card = (
        Client().get(reverse("public-commitments:show-commitment", args=[Commitment.objects.get(number="101.1").ref])).context["commitment"]
    )
    found = {}
    for theme in (theme for group in card.groups for theme in group.themes):
        response = Client().get(f"{PUBLIC_LIST}?{theme.query}")
        found[theme.label] = [line.number for line in response.context["found"].page.object_list]
    assert found == {"Labour": ["101.1", "101.10"], "migrants": ["101.1"], "DECENT WORK AND ECONOMIC GROWTH": ["101.1"]}


def test_commitment_is_found_by_its_ref_as_someone_types_it(register):
    ref = Commitment.objects.get(number="101.1").ref
    assert Client().get(reverse("public-commitments:show-commitment", args=[ref.lower()])).status_code == 200


def test_commitment_shows_comments_at_the_desk_only_and_not_to_institutions(cast, now):
    rows = (("9.1 Do it (Peru);", "Supported", "Labour", "The clinic still turns us away."),)
    import_matrix(data=matrix_file(rows=rows), state="PE", session="12", by=cast.lark, now=now)
    ref = Commitment.objects.get().ref
    desk, public = reverse("commitments:show-commitment", args=[ref]), reverse("public-commitments:show-commitment", args=[ref])

    def is_told(client, url):
        return "turns us away" in client.get(url).content.decode()

    assert not is_told(Client(), public)
    assert not is_told(at_desk(cast.stone), desk)
    assert not is_told(at_desk(cast.moss), desk)
    assert not is_told(at_desk(cast.wren), public)
    assert is_told(at_desk(cast.finch), desk)


def test_commitment_asks_the_database_no_more_for_a_longer_history(register, cast, now):
    ref = Commitment.objects.get(number="101.1").ref
    url = reverse("public-commitments:show-commitment", args=[ref])

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(url).status_code == 200
        return len(captured)

    before = queries()
    for answer in ("Supported", "Noted", "Supported"):
        rows = (THEMES_ROWS[0], (THEMES_ROWS[2][0], answer, *THEMES_ROWS[2][2:]))
        import_matrix(data=matrix_file(rows=rows), state="PE", session="12", by=cast.lark, now=now)
    assert queries() == before


def test_citation_of_what_is_not_there_says_why(register):
    ref = Commitment.objects.get(number="140.7").ref
    assert why_not_citable([ref, "C-000000"]) == {"C-000000": "There is no commitment C-000000 in the register."}
    assert set(citations_for_print([ref, "C-000000"])) == {ref}


def test_citation_names_document_words_and_answer(register, django_assert_num_queries):
    refs = list(Commitment.objects.order_by("order").values_list("ref", flat=True))
    with django_assert_num_queries(2):
        citations = citations_for_print(refs)
    cited = citations[Commitment.objects.get(number="140.7").ref]
    assert cited.label == "A/HRC/3/3, 140.7"
    assert cited.url == "https://undocs.org/A/HRC/3/3"
    assert cited.entry_text == (
        "Kenya, Universal Periodic Review, session 40, recommendation 140.7: "
        "“Open health services to everyone (Maldives) (Portugal)”. A/HRC/3/3. "
        "Position of the State: Supported (A/HRC/3/3/Add.1, para. 3)."
    )
