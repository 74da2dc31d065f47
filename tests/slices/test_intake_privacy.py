"""What a giver's visit leaves behind: no word of theirs in the database, in a log or in mail, no cookie but the one against forgery."""

import logging
import re
from itertools import pairwise

from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.slices.intake_pages import send, walk_to_check
from tests.slices.intake_parts import give, make_door, make_team

from firsthand.intake import queries
from firsthand.intake.models import Giver, Testimony

MARK = "Quagmire-heron-7291"


def stored_text():
    """Everything in every table, as text and as the text of its bytes."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                found.extend(bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else str(cell) for cell in row)
    return "\n".join(found)


def test_words_and_receipt_are_nowhere_in_the_database_the_logs_or_mail(cast, now, caplog):
    caplog.set_level(logging.DEBUG)
    door = make_door(cast, now)
    client = Client()
    page = send(client, walk_to_check(client, door.code, words=f"{MARK} стояла"))
    receipt = " ".join(page.context["receipt_words"])
    send(client, client.get("/give/receipt/"), receipt=receipt)
    everything = stored_text() + caplog.text
    # Single words of a receipt are words of any text ("person", "update"); two that stand together are not.
    pairs = [" ".join(pair) for pair in pairwise(receipt.split())]
    traces = [MARK, MARK.lower(), MARK.encode().hex(), "стояла", receipt, *pairs]
    assert [trace for trace in traces if trace in everything] == []
    assert mail.outbox == []
    assert Giver.objects.get().lookup in everything


def test_what_was_told_of_place_and_acts_is_sealed_too(cast, now):
    door = make_door(cast, now)
    client = Client()
    send(client, walk_to_check(client, door.code))
    columns = {field.name for model in (Testimony, Giver) for field in model._meta.get_fields()}
    assert columns & {"country", "area", "acts", "words", "year"} == set()
    assert "extortion" not in stored_text()


def test_first_page_sets_no_cookie(cast, now):
    response = Client().get(f"/give/{make_door(cast, now).code}/")
    assert response.status_code == 200
    assert list(response.cookies) == []


def test_pages_with_a_form_set_only_the_cookie_against_forgery(cast, now):
    client, door = Client(), make_door(cast, now)
    responses = [client.get(f"/give/{door.code}/words/"), client.get("/give/receipt/"), send(client, walk_to_check(client, door.code))]
    assert [sorted(response.cookies) for response in responses] == [["token"], ["token"], []]
    assert sorted(client.cookies) == ["token"]


def test_pages_are_kept_by_nobody_and_named_the_same(cast, now):
    client, door = Client(), make_door(cast, now)
    check = walk_to_check(client, door.code)
    responses = [client.get(f"/give/{door.code}/{page}") for page in ("", "limits/", "words/")]
    responses += [client.get("/give/receipt/"), check, send(client, check)]
    assert {response["Cache-Control"] for response in responses} == {"no-store"}
    titles = {response.content.decode().split("<title>")[1].split("</title>")[0].strip() for response in responses}
    assert titles == {"Form"}


def test_no_page_has_an_inline_script_an_inline_style_or_an_address_elsewhere(cast, now):
    client, door = Client(), make_door(cast, now)
    check = walk_to_check(client, door.code)
    responses = [client.get(f"/give/{door.code}/{page}") for page in ("", "limits/", "words/", "tell/")] + [check, send(client, check)]
    scripts = []
    for response in responses:
        text = response.content.decode()
        assert [mark for mark in ("<style", " style=", 'src="http', 'rel="stylesheet" href="http') if mark in text] == []
        scripts.append(re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL))
    own = [[], ["begin"], [], ["tell"], [], []]
    assert scripts == [[(f' type="module" src="/static/intake/{name}.js"', "") for name in ("leave", *names)] for names in own]


def test_list_for_the_team_costs_the_same_for_one_and_for_three(cast, now):
    door = make_door(cast, now)
    costs = []
    for more in (1, 2):
        for _ in range(more):
            give(door, now)
        with CaptureQueriesContext(connection) as asked:
            rows = queries.testimonies_for(cast.teal)
        costs.append((len(rows), len(asked)))
    assert [rows for rows, _ in costs] == [1, 3]
    assert costs[0][1] == costs[1][1]
    assert queries.testimonies_for(cast.finch) == ()
    assert queries.testimonies_for(cast.dove) == ()


def test_receiving_costs_a_fixed_number_of_queries(cast, now):
    door = make_door(cast, now)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            give(door, now)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_team_without_a_door_has_no_testimonies(cast, now):
    make_team(cast, now)
    assert queries.testimonies_for(cast.teal) == ()
