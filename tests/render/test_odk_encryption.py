"""Submissions that a device encrypted: the specification's own vectors, and every way in which one may not be what was sealed."""

import base64
from dataclasses import asdict, replace
from itertools import islice

import pytest

from firsthand.core.hidden import Hidden
from firsthand.foundation.vault.odk import (
    SealedSubmission,
    SubmissionIncomplete,
    SubmissionTampered,
    make_form_key,
    open_submission,
    vectors,
)
from firsthand.render.xlsform import ArrivedInTheClear, InstanceUnreadable, is_manifest, read_instance, read_manifest, read_xlsform
from tests.odk import encrypt, manifest_of, seal_submission
from tests.render.workbooks import tools

PLAN = read_xlsform(tools()).plan
KEY, OTHER = make_form_key(), make_form_key()
XML = '<data id="tools" version="3"><town>مدينة</town><meta><instanceID>uuid:1</instanceID></meta></data>'.encode()
PHOTO = ("photo.jpg", b"\xff\xd8" + b"not really a picture" * 50)


def test_vectors_and_cipher_are_those_of_the_specification():
    key, instance_id = bytes(range(32)), "uuid:5b9cf8d1-106f-4004-844f-c072d76762ed"
    found = [vector.hex() for vector in islice(vectors(instance_id, key), 17)]
    assert found[0] == "1fdf29e981dcbc369f1a5b96374e1f56"
    assert found[1].startswith("1fe029e9")
    assert found[2].startswith("1fe02ae9")
    assert found[16] == "20e02aea82ddbd37a01b5c97384f2057"
    assert encrypt(key, bytes.fromhex(found[0]), b"hello").hex() == "97fa89a2bdaec911370707b1dfe9a380"


def test_what_a_device_sealed_is_opened_and_read():
    sealed, files = seal_submission(KEY.public, XML, [PHOTO, ("empty.txt", b"")])
    told = read_manifest(PLAN, manifest_of(sealed))
    opened = open_submission(KEY.private, SealedSubmission(**asdict(told)), files)
    assert read_instance(PLAN, opened.answers.reveal()).answers == {"town": "مدينة"}
    assert [(name, content.reveal()) for name, content in opened.media] == [PHOTO, ("empty.txt", b"")]
    assert "مدينة" not in repr(opened)


def test_a_form_without_a_version_is_opened_too():
    sealed, files = seal_submission(KEY.public, XML, version=None)
    told = read_manifest(PLAN, manifest_of(sealed))
    assert told.version is None
    assert open_submission(KEY.private, SealedSubmission(**asdict(told)), files).answers.reveal() == XML


def spoiled():
    sealed, files = seal_submission(KEY.public, XML, [PHOTO])
    other, others = seal_submission(KEY.public, XML.replace(b"tools", b"TOOLS"), [PHOTO])

    def flip(content, at):
        return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]

    yield "a bit of the answers", sealed, {**files, "submission.xml.enc": flip(files["submission.xml.enc"], 20)}
    yield "a bit of the photo", sealed, {**files, "photo.jpg.enc": flip(files["photo.jpg.enc"], 0)}
    yield "the padding", sealed, {**files, "photo.jpg.enc": flip(files["photo.jpg.enc"], len(files["photo.jpg.enc"]) - 1)}
    yield "cut off", sealed, {**files, "submission.xml.enc": files["submission.xml.enc"][:-16]}
    yield "cut off within a block", sealed, {**files, "submission.xml.enc": files["submission.xml.enc"][:-3]}
    yield "nothing", sealed, {**files, "photo.jpg.enc": b""}
    yield "in the clear", sealed, {**files, "submission.xml.enc": XML}
    yield "files of another", sealed, others
    yield "key of another", replace(sealed, sealed_key=other.sealed_key), files
    yield "checksum of another", replace(sealed, sealed_checksum=other.sealed_checksum), files
    yield "another number", replace(sealed, instance_id="uuid:2"), files
    yield "another form", replace(sealed, form_id="other"), files
    yield "another version", replace(sealed, version="4"), files
    yield "no base64", replace(sealed, sealed_key="?"), files
    yield "a short key", replace(sealed, sealed_key=base64.b64encode(b"x" * 10).decode()), files
    yield "no checksum", replace(sealed, sealed_checksum=""), files


@pytest.mark.parametrize(("what", "sealed", "files"), list(spoiled()), ids=[what for what, _, _ in spoiled()])
def test_what_is_not_what_was_sealed_is_refused(what, sealed, files):
    with pytest.raises(SubmissionTampered):
        open_submission(KEY.private, sealed, files)


def test_another_key_opens_nothing():
    sealed, files = seal_submission(KEY.public, XML)
    with pytest.raises(SubmissionTampered):
        open_submission(OTHER.private, sealed, files)


def test_a_file_that_has_not_come_is_waited_for():
    sealed, files = seal_submission(KEY.public, XML, [PHOTO])
    del files["photo.jpg.enc"]
    with pytest.raises(SubmissionIncomplete):
        open_submission(KEY.private, sealed, files)


def test_answers_in_the_clear_are_refused_where_they_should_be_sealed():
    with pytest.raises(ArrivedInTheClear):
        read_manifest(PLAN, XML)
    assert not is_manifest(XML)
    sealed, _ = seal_submission(KEY.public, XML)
    assert is_manifest(manifest_of(sealed))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id="tools"', 'id="other"'),
        ("<instanceID>uuid:1</instanceID>", ""),
        ("<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>", ""),
        ("<file>photo.jpg.enc</file>", "<file>../photo.jpg.enc</file>"),
        ("<file>photo.jpg.enc</file>", "<file>photo.jpg</file>"),
        ("<file>photo.jpg.enc</file>", "<file>submission.xml.enc</file>"),
        ("</data>", "<encryptedXmlFile>b.enc</encryptedXmlFile></data>"),
        ("</data>", ""),
    ],
)
def test_a_manifest_that_cannot_be_right_is_refused(old, new):
    sealed, _ = seal_submission(KEY.public, XML, [PHOTO])
    content = manifest_of(sealed).decode()
    assert old in content
    with pytest.raises(InstanceUnreadable):
        read_manifest(PLAN, content.replace(old, new).encode())


def test_the_private_key_is_not_printed():
    assert isinstance(KEY.private, Hidden)
    assert "…" in repr(KEY)
