"""What a device sends: read by the plan of its form, and refused where it is cut off, foreign or dangerous."""

import pytest

from firsthand.core.questionnaire import begin_filling, check_answers, resume_filling
from firsthand.render.xlsform import InstanceUnreadable, read_instance, read_xlsform, write_instance
from tests.core.questions import setting
from tests.render.workbooks import survey, tools

PLAN = read_xlsform(tools()).plan
ID = "uuid:5b9cf8d1-106f-4004-844f-c072d76762ed"
META = f'<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>{ID}</orx:instanceID></orx:meta>'


def sent(inside="<town>Lagos</town>", meta=META, **attributes):
    told = " ".join(f'{name}="{value}"' for name, value in {"id": "tools", "version": "3", **attributes}.items())
    return f'<?xml version="1.0"?><data {told}>{inside}{meta}</data>'.encode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (sent()[:-9], "cut off or damaged"),
        (sent()[:40], "cut off or damaged"),
        (b"", "cut off or damaged"),
        (b"\xff\xfe<\x00d", "not in UTF-8"),
        (sent(id="other"), "another form"),
        (sent().replace(b"<data ", b"<form ").replace(b"</data>", b"</form>"), "another form"),
        (sent(meta=""), "no number of their own"),
        (sent(meta=META.replace(ID, "")), "no number of their own"),
        (sent(meta=META.replace(ID, "x" * 250)), "no number of their own"),
        (sent("<nobody>x</nobody>"), "“nobody” is not asked"),
        (sent("<town>a</town><town>b</town>"), "stands there twice"),
        (sent("<town><b>a</b></town>"), "has something inside"),
        (sent("<you/><you/>"), "stands there twice"),
        (sent("<you><town>a</town></you>"), "“town” is not asked"),
        (b'<!DOCTYPE d [<!ENTITY e "x">]>' + sent().partition(b"?>")[2], "entities"),
        (b'<!DOCTYPE d SYSTEM "file:///etc/hostname">' + sent().partition(b"?>")[2], "entities"),
        (b'<?xml version="1.0" encoding="utf-16"?><data/>', "another form|damaged"),
        (b"<a>" * 100_000, "cut off or damaged"),
        (b" " * 10_000_001, "larger than 10 MB"),
    ],
)
def test_what_cannot_be_trusted_is_refused(content, reason):
    with pytest.raises(InstanceUnreadable) as refused:
        read_instance(PLAN, content)
    assert any(part in str(refused.value) for part in reason.split("|"))


def test_an_entity_is_never_put_in():
    bomb = '<!DOCTYPE z [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + sent("<town>&b;</town>").decode().partition("?>")[2]
    with pytest.raises(InstanceUnreadable):
        read_instance(PLAN, bomb.encode())


def test_answers_are_read_by_their_places():
    inside = "<started>2026-03-31T10:00:00.000Z</started><town>Lagos &amp; around</town><colleague_count>2</colleague_count>"
    inside += "<you><years>4</years><work>street online</work></you><colleague><content>5</content></colleague><colleague/>"
    read = read_instance(PLAN, sent(inside))
    assert (read.form_id, read.version, read.instance_id, read.deprecated_id) == ("tools", "3", ID, "")
    assert read.answers == {
        "started": "2026-03-31T10:00:00.000Z",
        "town": "Lagos & around",
        "you": {"years": "4", "work": "street online"},
        "colleague": [{"content": "5"}, {}],
    }


def test_namespaces_do_not_matter_and_an_edit_names_what_it_replaces():
    meta = "<meta><instanceID>uuid:2</instanceID><deprecatedID>uuid:1</deprecatedID></meta>"
    content = sent(meta=meta).replace(b"<data ", b'<data xmlns="http://example.org/form" ')
    read = read_instance(PLAN, content)
    assert (read.instance_id, read.deprecated_id, read.answers) == ("uuid:2", "uuid:1", {"town": "Lagos"})


def test_files_that_answers_speak_of_are_named():
    plan = read_xlsform(survey("image | photo | A", "audio | sound | B", settings="form_id\ntools")).plan
    assert read_instance(plan, sent("<photo>1.jpg</photo><sound/>")).files == ("1.jpg",)


def test_what_is_written_is_read_back():
    filling = begin_filling(PLAN, setting())
    filling.change(
        {"town": "Ñ & <b> \u0001", "region": "north", "place": "hill", "country": "other", "country_other": "there", "many": "2"}
    )
    filling.change({"you/years": "7", "you/work": "street", "colleague[1]/content": "3", "colleague[2]/content": "4"})
    filling.change({"order": "online street indoors", "agree": "OK"})
    assert [finding.path for finding in check_answers(filling)] == []
    answers = filling.answers()
    read = read_instance(PLAN, write_instance(PLAN, answers, instance_id=ID, deprecated_id="uuid:1"))
    assert read.answers == {**answers, "town": "Ñ & <b> "}
    assert (read.instance_id, read.deprecated_id) == (ID, "uuid:1")
    again = resume_filling(PLAN, read.answers, setting(), is_received=True)
    assert check_answers(again) == ()
    assert again.answers()["mean"] == "3.5"
    assert again.instance_name() == "Ñ & <b>  2026-03-31T14:30:15.250+00:00"
