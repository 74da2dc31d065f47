"""The front page, the desk's first page, the way around, and the language."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from tests.cast import at_desk

from firsthand.site.desk_items import DeskItem, gathered
from firsthand.site.navigation import desk_links


def test_front_page_names_no_door_and_sets_no_cookie(client, db):
    response = client.get("/")
    assert response.status_code == 200
    assert response.cookies == {}
    assert [part for part in response.content.decode().split('"') if part.startswith("/give/") and part != "/give/receipt/"] == []


def test_front_page_says_that_nothing_is_published_yet(client, db):
    assert "Nothing is published yet." in client.get("/").content.decode()


@pytest.mark.parametrize("path", ["/desk/", "/desk/components/"])
def test_desk_is_closed_to_a_stranger(client, db, path):
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"] == f"/desk/account/login/?{urlencode({'next': path})}"


def test_desk_of_someone_with_nothing_to_do_says_so_and_what_to_do_next(cast):
    page = at_desk(cast.moss).get("/desk/").content.decode()
    assert "Nothing waits for a decision of yours." in page
    assert "No text is being written in your organisations." in page


def test_components_page_shows_the_returned_form(cast):
    page = at_desk(cast.lark).get("/desk/components/").content.decode()
    assert page.count("<h1>") == 1
    assert page.count('class="error-summary"') == 1


def test_desk_gathers_its_sources_in_their_order(cast, now):
    def first(person, at):
        yield DeskItem(sentence="one", url="/desk/", act="See", since=at)

    def second(person, at):
        return [DeskItem(sentence=person.username, url="/desk/", act="See", since=at - timedelta(days=1))]

    items = gathered((first, second), cast.lark, now=now)
    assert [item.sentence for item in items] == ["one", "lark"]


def test_way_around_marks_where_one_is():
    links = desk_links("/desk/commitments/C-7K3M9Q/")
    assert [link.url for link in links if link.is_current] == ["/desk/commitments/"]
    assert links[0].url == "/desk/"


def test_desk_itself_is_current_only_on_its_own_page():
    assert [link.url for link in desk_links("/desk/") if link.is_current] == ["/desk/"]
    assert [link.url for link in desk_links("/desk/components/") if link.is_current] == []


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_language_never_leads_elsewhere(client, back):
    response = client.post("/language/", {"language": "fr", "next": back})
    assert response["Location"] == "/"


def test_language_from_another_site_is_not_kept(client):
    response = client.post("/language/", {"language": "fr", "next": "/"}, headers={"sec-fetch-site": "cross-site"})
    assert "language" not in response.cookies


def test_language_that_we_do_not_speak_is_not_kept(client):
    assert "language" not in client.post("/language/", {"language": "xx", "next": "/"}).cookies


def test_language_is_kept_for_this_browser_session_only(client):
    response = client.post("/language/", {"language": "ar", "next": "/publications/"})
    assert response["Location"] == "/publications/"
    assert response.cookies["language"].value == "ar"
    assert response.cookies["language"]["max-age"] == ""
    assert response.cookies["language"]["httponly"]


def test_page_in_arabic_reads_from_the_right(client, db):
    client.cookies["language"] = "ar"
    assert '<html lang="ar" dir="rtl"' in client.get("/").content.decode()
