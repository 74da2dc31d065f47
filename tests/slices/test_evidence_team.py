"""The pages about keys and teams: who may do what, what is shown once, and that every step is in the ledger."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import at_desk
from tests.slices.evidence_stage import PASSPHRASE, Stage

from firsthand.core.hidden import Hidden
from firsthand.evidence import queries
from firsthand.evidence.actions import open_testimony
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.vault.actions import change_keys, destroy_key, forget_member_key, make_member_key
from firsthand.foundation.vault.models import Ceremony, Item, ItemKey, RecoveryCode, Team, Trust
from firsthand.foundation.vault.opening import PassphraseWrong, open_member_key
from firsthand.foundation.vault.queries import is_on_team, item_by_ref
from firsthand.site.desk_items import keys_to_move_on

DESK, NEW = "/desk/evidence", "a quite different long phrase"


@pytest.fixture
def stage(cast, now):
    cache.clear()
    stage = Stage(cast, now)
    assert stage.team
    return stage


@pytest.fixture
def place(cast, stage):
    return f"{DESK}/team/{cast.alder.ref}"


def browser(person, *, unlocked=True, passphrase=PASSPHRASE, **more):
    client = at_desk(person, **more)
    if unlocked:
        assert client.post(f"{DESK}/unlock/", {"passphrase": passphrase, "next": ""}).status_code == 302
    return client


def give_key(person, now):
    return make_member_key(holder=person.ref, passphrase=Hidden(PASSPHRASE), now=now)


def waits(person, now):
    return [str(item.act) for item in keys_to_move_on(person, now)]


def kinds(since=0):
    return [entry.kind for entry in Entry.objects.all()][since:]


@pytest.fixture
def trusted(cast, stage, now):
    """Finch and Dove are trustees of Alder House's team; both are needed."""
    for person in (cast.finch, cast.dove, cast.lark):
        give_key(person, now)
    answer = browser(cast.wren).post(
        f"{DESK}/team/{cast.alder.ref}/trustees/", {"elsewhere": f"{cast.finch.ref.lower()}, {cast.dove.ref}", "needed": 2}
    )
    assert answer.status_code == 302
    return Trust.objects.get()


ACTS = ("let-in", "take-off", "keys", "reseal", "trustees", "trustees/end", "ask", "ask/stop", "give", "complete")


@pytest.mark.parametrize("act", ACTS)
def test_another_organisation_does_nothing_with_the_team(cast, place, now, act):
    give_key(cast.finch, now)
    assert browser(cast.finch).post(f"{place}/{act}/", {"person": cast.teal.ref, "needed": 2}).status_code == 404
    assert (Team.objects.get().generation, Trust.objects.exists()) == (1, False)


@pytest.mark.parametrize("act", [act for act in ACTS if act not in {"give", "complete", "trustees/end", "ask", "ask/stop"}])
def test_locked_key_changes_nothing(cast, place, now, act):
    give_key(cast.dove, now)
    cast.dove.roles.create(organisation=cast.alder, name="coder")
    data = {"person": cast.dove.ref if act == "let-in" else cast.teal.ref, "here": [cast.teal.ref, cast.reed.ref], "needed": 2}
    assert browser(cast.wren, unlocked=False).post(f"{place}/{act}/", data).status_code == 409
    assert (Team.objects.get().generation, is_on_team(cast.dove.ref, Team.objects.get())) == (1, False)


@pytest.mark.parametrize("act", [act for act in ACTS if act != "reseal"])
def test_dangerous_acts_ask_first_who_sits_there(cast, place, act):
    answer = browser(cast.wren, stepped_up=False).post(f"{place}/{act}/", {"person": cast.teal.ref})
    assert (answer.status_code, "reauthenticate" in answer["Location"]) == (302, True)
    assert Team.objects.get().generation == 1


@pytest.mark.parametrize("act", ["take-off", "keys", "trustees", "ask"])
def test_who_does_not_coordinate_changes_no_keys(cast, place, act):
    data = {"person": cast.reed.ref, "here": [cast.teal.ref, cast.reed.ref], "needed": 2}
    assert browser(cast.teal).post(f"{place}/{act}/", data).status_code == 404
    assert (Team.objects.get().generation, Trust.objects.exists()) == (1, False)


def test_who_works_with_nothing_that_the_team_opens_does_not_see_it(cast, place):
    for person in (cast.dove, cast.lark, cast.moss, cast.stone, cast.finch):
        assert at_desk(person).get(f"{place}/").status_code == 404


@pytest.mark.parametrize("who", ["finch", "dove", "moss"])
def test_who_holds_no_role_that_opens_is_not_let_in(cast, place, now, who):
    person = getattr(cast, who)
    give_key(person, now)
    assert browser(cast.teal).post(f"{place}/let-in/", {"person": person.ref}).status_code == 404
    assert not is_on_team(person.ref, Team.objects.get())


def test_coordinator_does_not_take_themselves_off(cast, place):
    assert browser(cast.wren).post(f"{place}/take-off/", {"person": cast.wren.ref}).status_code == 409
    assert Team.objects.get().generation == 1


def test_one_trustee_is_refused_and_a_stranger_is_not_named(cast, place, now):
    give_key(cast.finch, now)
    client = browser(cast.wren)
    teal, both = [cast.teal.ref], [cast.teal.ref, cast.reed.ref]
    tries = [(teal, "", 2), (both, "", 1), (teal, "P-000000", 2), (teal, "finch", 2), (teal, "T-000000", 2), (teal, cast.moss.ref, 2)]
    for here, elsewhere, needed in tries:
        data = {"here": here, "elsewhere": elsewhere, "needed": needed}
        assert client.post(f"{place}/trustees/", data).status_code == 422
    assert not Trust.objects.exists()


def test_newcomer_is_let_in_and_opens(cast, stage, place, now):
    cast.lark.roles.create(organisation=cast.alder, name="coder")
    give_key(cast.lark, now)
    client, before = browser(cast.teal), Entry.objects.count()
    assert "lark" in client.get(f"{place}/").content.decode()
    assert client.post(f"{place}/let-in/", {"person": cast.lark.ref}).status_code == 302
    assert kinds(before) == ["team-joined"]
    ref = stage.give(words="What happened.")
    assert open_testimony(testimony_ref=ref, with_key=stage.key_of(cast.lark), by=cast.lark, now=now).words.reveal() == "What happened."


def test_member_is_taken_off_the_keys_change_and_everything_is_sealed_anew(cast, stage, place, now):
    refs = [stage.give(words=f"Words {number}.") for number in range(3)]
    client, before = browser(cast.wren), Entry.objects.count()
    answer = client.post(f"{place}/take-off/", {"person": cast.teal.ref}, follow=True)
    assert kinds(before) == ["team-member-removed", "team-items-sealed-anew"]
    assert Entry.objects.get(kind="team-member-removed").facts == {"removed": cast.teal.ref, "generation": 2}
    assert "3 keys were sealed anew" in answer.content.decode()
    assert set(ItemKey.objects.values_list("generation", flat=True)) == {2}
    assert not is_on_team(cast.teal.ref, Team.objects.get())
    opened = [open_testimony(testimony_ref=ref, with_key=stage.key_of(cast.wren), by=cast.wren, now=now) for ref in refs]
    assert [one.words.reveal() for one in opened] == ["Words 0.", "Words 1.", "Words 2."]


def test_page_says_what_is_left_and_anyone_of_the_team_goes_on(cast, stage, place, now):
    stage.give()
    change_keys(team=stage.team, with_key=stage.key_of(cast.wren), by=cast.wren.ref, now=now)
    client = browser(cast.teal)
    assert "1 item is still sealed to the key before" in client.get(f"{place}/").content.decode()
    client.post(f"{place}/reseal/")
    assert "still sealed to the key before" not in client.get(f"{place}/").content.decode()
    assert kinds()[-1] == "team-items-sealed-anew"


def test_trustees_let_someone_back_in_step_by_step(cast, stage, place, trusted, now):
    before = Entry.objects.count()
    reed = browser(cast.reed)
    assert reed.post(f"{DESK}/keys/anew/", {"passphrase": NEW, "again": NEW}).status_code == 302
    browser(cast.wren, unlocked=False).post(f"{place}/ask/", {"person": cast.reed.ref})
    finch, dove = browser(cast.finch), browser(cast.dove)
    assert "reed" in finch.get(f"{DESK}/keys/").content.decode()
    assert [waits(person, now) for person in (cast.finch, cast.dove, cast.reed, cast.wren)] == [["See for whom"], ["See for whom"], [], []]
    reed = browser(cast.reed, passphrase=NEW)
    assert finch.post(f"{place}/give/").status_code == 302
    assert finch.post(f"{place}/give/").status_code == 409
    assert reed.post(f"{place}/complete/").status_code == 409
    assert dove.post(f"{place}/complete/").status_code == 404
    assert dove.post(f"{place}/give/").status_code == 302
    assert [waits(person, now) for person in (cast.finch, cast.dove, cast.reed)] == [[], [], ["Put the shares together"]]
    assert waits(cast.reed, now + timedelta(days=9)) == []
    assert "Put the shares together" in reed.get(f"{DESK}/keys/").content.decode()
    assert reed.post(f"{place}/complete/").status_code == 302
    steps = ["key-begun-anew", "recovery-asked", "recovery-share-given", "recovery-share-given", "recovery-completed"]
    assert kinds(before) == steps
    assert (is_on_team(cast.reed.ref, stage.team), Ceremony.objects.exists()) == (True, False)


def test_trustees_are_shown_and_offered_again_and_others_by_their_reference_only(cast, stage, place, trusted):
    wren = browser(cast.wren)
    page, form = wren.get(f"{place}/").content.decode(), wren.get(f"{place}/trustees/").context["form"]
    assert (f"someone of another organisation ({cast.finch.ref})" in page, "finch" in page, "<li>dove</li>" in page) == (True, False, True)
    assert form.initial == {"here": [cast.finch.ref, cast.dove.ref], "elsewhere": cast.finch.ref, "needed": 2}
    assert {name for _ref, name in form.fields["here"].choices} == {"teal", "wren", "reed", "dove", "lark"}


def test_asking_is_stopped_and_the_trust_ended(cast, stage, place, trusted, now):
    wren = browser(cast.wren)
    assert wren.post(f"{place}/ask/stop/").status_code == 404
    cast.lark.roles.create(organisation=cast.alder, name="coder")
    wren.post(f"{place}/ask/", {"person": cast.lark.ref})
    assert wren.post(f"{place}/ask/stop/").status_code == 302
    assert wren.post(f"{place}/trustees/end/").status_code == 302
    assert wren.post(f"{place}/trustees/end/").status_code == 404
    assert kinds()[-3:] == ["recovery-asked", "recovery-stopped", "trust-ended"]


@pytest.mark.parametrize("page", ["passphrase", "code", "recover", "anew"])
def test_pages_of_a_key_ask_first_who_sits_there_and_whoever_has_none_makes_one(cast, stage, page):
    assert "reauthenticate" in at_desk(cast.teal, stepped_up=False).get(f"{DESK}/keys/{page}/")["Location"]
    assert at_desk(cast.moss).get(f"{DESK}/keys/{page}/")["Location"] == f"{DESK}/unlock/key/"


def test_wrong_passphrases_and_codes_are_told_and_change_nothing(cast, stage):
    client, before = at_desk(cast.teal), Entry.objects.count()
    wrong = {"old": "not this one", "code": "not these words", "passphrase": NEW, "again": NEW}
    assert [client.post(f"{DESK}/keys/{page}/", wrong).status_code for page in ("passphrase", "code", "recover")] == [422] * 3
    short = {"old": PASSPHRASE, "code": "x", "passphrase": "short", "again": "short"}
    assert [client.post(f"{DESK}/keys/{page}/", short).status_code for page in ("passphrase", "recover", "anew")] == [422] * 3
    assert (kinds(before), RecoveryCode.objects.exists()) == ([], False)


def test_the_only_one_who_opens_is_told_what_to_do_before_they_begin_anew(cast, stage, now):
    for person in (cast.wren, cast.reed):
        forget_member_key(holder=person.ref, by="", now=now)
    answer = at_desk(cast.teal).post(f"{DESK}/keys/anew/", {"passphrase": NEW, "again": NEW})
    assert (answer.status_code, "Let someone else in first" in answer.content.decode()) == (422, True)
    assert open_member_key(holder=cast.teal.ref, passphrase=Hidden(PASSPHRASE))


def test_passphrase_changes_and_the_page_says_so(cast, stage):
    answer = at_desk(cast.teal).post(f"{DESK}/keys/passphrase/", {"old": PASSPHRASE, "passphrase": NEW, "again": NEW}, follow=True)
    assert "new passphrase" in answer.content.decode()
    with pytest.raises(PassphraseWrong):
        open_member_key(holder=cast.teal.ref, passphrase=Hidden(PASSPHRASE))
    assert open_member_key(holder=cast.teal.ref, passphrase=Hidden(NEW))


def test_recovery_code_is_shown_once_and_opens_once(cast, stage):
    client = at_desk(cast.teal)
    shown = client.post(f"{DESK}/keys/code/", {"passphrase": PASSPHRASE})
    words = shown.context["words"]
    assert (len(words), shown["Cache-Control"]) == (12, "no-store")
    assert not any(f">{words[0]} " in client.get(f"{DESK}/keys/{page}").content.decode() for page in ("", "code/"))
    assert client.post(f"{DESK}/keys/recover/", {"code": " ".join(words), "passphrase": NEW, "again": NEW}).status_code == 302
    assert open_member_key(holder=cast.teal.ref, passphrase=Hidden(NEW))
    assert client.post(f"{DESK}/keys/recover/", {"code": " ".join(words), "passphrase": NEW, "again": NEW}).status_code == 422
    assert kinds()[-2:] == ["recovery-code-made", "recovery-code-used"]
    assert not any(word in str(entry.facts) for entry in Entry.objects.all() for word in words)


def test_pages_ask_the_same_number_of_questions_however_many_there_are(cast, stage, place, trusted, now):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            _team, card = queries.team_for(cast.wren, cast.alder.ref, today=now.date())
            trusteeships = queries.trusteeships_of(cast.finch, today=now.date())
            queries.asked_for(cast.lark, today=now.date())
            queries.teams_for(cast.wren)
        assert card.asking
        assert trusteeships[0].asking
        return len(seen), len(card.trustees), len(card.may_join)

    cast.lark.roles.create(organisation=cast.alder, name="coder")
    wren = browser(cast.wren)
    assert wren.post(f"{place}/ask/", {"person": cast.lark.ref}).status_code == 302
    one = asked()
    for number in range(3):
        give_key(cast.person(f"coder{number}", cast.alder, "coder"), now)
    named = {"here": [person.ref for person in (cast.teal, cast.reed)], "elsewhere": f"{cast.finch.ref} {cast.dove.ref}", "needed": 2}
    assert wren.post(f"{place}/trustees/", named).status_code == 302
    assert wren.post(f"{place}/ask/", {"person": cast.lark.ref}).status_code == 302
    assert (one, asked()) == ((one[0], 2, 1), (one[0], 4, 4))


def test_forgotten_item_stays_forgotten_when_keys_change(cast, stage, place, now):
    ref = stage.give()
    item = Item.objects.get()
    destroy_key(item_ref=item.ref, by=cast.teal.ref, now=now)
    browser(cast.wren).post(f"{place}/keys/")
    assert not ItemKey.objects.filter(item=item_by_ref(item.ref)).exists()
    assert ref
