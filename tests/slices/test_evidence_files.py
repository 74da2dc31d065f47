"""Files at the desk: who opens them, what is written down, and what a cleaned copy has lost."""

import io

import pikepdf
import pytest
from django.urls import reverse
from PIL import Image
from tests.cast import at_desk
from tests.slices.evidence_stage import PASSPHRASE, Stage
from tests.slices.file_parts import MAKER, add_file, photograph

from firsthand.core.hidden import Hidden
from firsthand.evidence import cleaning
from firsthand.evidence.cleaning import CannotBeCleaned, TooLargeToClean, cleaned
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.vault import files
from firsthand.foundation.vault.models import SealedFile
from firsthand.intake.actions import withdraw_by_receipt


@pytest.fixture
def place(tmp_path, settings):
    settings.SEALED_DIR = tmp_path / "sealed"
    return files.folder()


@pytest.fixture
def stage(cast, now, place):
    return Stage(cast, now)


def given(stage, content=b"It was like this.", name="heron at the weir.txt"):
    testimony = stage.give()
    return testimony, add_file(stage.receipts[testimony], content, name=name, now=stage.now)


def asked(client, name, testimony, file):
    return client.post(reverse(f"evidence:{name}", args=[testimony, file]))


def unlocked(person):
    client = at_desk(person)
    client.post(reverse("evidence:unlock"), {"passphrase": PASSPHRASE})
    return client


def opened_rows():
    return list(Entry.objects.filter(kind__in=["file-opened", "file-cleaned"]).values_list("kind", "actor"))


def pdf_with(*, picture=None, name="/DCTDecode"):
    pdf, out = pikepdf.new(), io.BytesIO()
    page = pdf.add_blank_page()
    pdf.docinfo["/Author"] = MAKER
    with pdf.open_metadata() as xmp:
        xmp["dc:creator"] = [MAKER]
    note = pikepdf.Dictionary(Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=MAKER, Contents="A note")
    page.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))
    pdf.attachments["notes.txt"] = MAKER.encode()
    pdf.Root["/Invented"] = pikepdf.Dictionary(Text=MAKER)
    page["/Own.Path"] = pikepdf.Array([MAKER])
    page.Resources = pikepdf.Dictionary(Deep=pikepdf.Dictionary(Author=MAKER))
    page.Resources["/PTEX.FileName"] = pikepdf.String(MAKER)
    if picture:
        stream = pikepdf.Stream(pdf, picture, Subtype=pikepdf.Name.Image, Width=40, Height=30, BitsPerComponent=8)
        stream.Filter = pikepdf.Name(name)
        page.Resources.XObject = pikepdf.Dictionary(P=stream)
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["download-file", "clean-file"])
def test_another_organisation_finds_no_file(stage, name):
    testimony, file = given(stage)
    assert asked(at_desk(stage.cast.finch), name, testimony, file).status_code == 404
    assert opened_rows() == []


@pytest.mark.parametrize("name", ["download-file", "clean-file"])
def test_locked_vault_leads_to_unlocking(stage, name):
    testimony, file = given(stage)
    answer = asked(at_desk(stage.cast.teal), name, testimony, file)
    assert (answer.status_code, "/unlock/" in answer["Location"], opened_rows()) == (302, True, [])


def test_file_of_another_testimony_is_not_found(stage):
    testimony, _file = given(stage)
    _other, file = given(stage)
    assert asked(unlocked(stage.cast.teal), "download-file", testimony, file).status_code == 404


def test_file_of_what_was_taken_back_opens_for_nobody(stage):
    testimony, file = given(stage)
    withdraw_by_receipt(receipt=stage.receipts[testimony], uses=None, destroy=False, now=stage.now)
    assert asked(unlocked(stage.cast.teal), "download-file", testimony, file).status_code == 409
    assert opened_rows() == []


def test_file_that_cannot_be_cleaned_says_so_and_is_not_sent(stage):
    testimony, file = given(stage)
    answer = asked(unlocked(stage.cast.teal), "clean-file", testimony, file)
    assert (answer.status_code, "cannot be cleaned here" in answer.content.decode(), opened_rows()) == (409, True, [])


def test_damaged_file_breaks_off_before_its_end(stage, place):
    testimony, file = given(stage)
    path = place / SealedFile.objects.get().place
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    answer = asked(unlocked(stage.cast.teal), "download-file", testimony, file)
    with pytest.raises(files.Fault):
        b"".join(answer.streaming_content)


def test_original_is_sent_as_it_came_and_written_down(stage):
    testimony, file = given(stage)
    answer = asked(unlocked(stage.cast.teal), "download-file", testimony, file)
    assert b"".join(answer.streaming_content) == b"It was like this."
    assert (answer["Cache-Control"], answer["Content-Length"], answer["Content-Type"]) == ("no-store", "17", "application/octet-stream")
    assert 'filename="heron at the weir.txt"' in answer["Content-Disposition"]
    assert opened_rows() == [("file-opened", stage.cast.teal.ref)]


def test_cleaned_copy_has_lost_its_name_and_its_maker(stage):
    testimony, file = given(stage, photograph(), "heron.jpg")
    answer = asked(unlocked(stage.cast.teal), "clean-file", testimony, file)
    assert MAKER.encode() not in b"".join(answer.streaming_content)
    assert f'filename="{file}.jpg"' in answer["Content-Disposition"]
    assert opened_rows() == [("file-cleaned", stage.cast.teal.ref)]


def test_opened_page_lists_files_with_their_custody(stage, django_assert_max_num_queries):
    testimony, file = given(stage)
    client = unlocked(stage.cast.teal)
    asked(client, "download-file", testimony, file)
    page = client.get(reverse("evidence:show-testimony", args=[testimony])).content.decode()
    for told in ("heron at the weir.txt", file, "received and sealed", "the original was opened by teal"):
        assert told in page


def test_opened_page_asks_no_more_for_three_files_than_for_one(stage, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    testimony, _file = given(stage)
    client, page = unlocked(stage.cast.teal), reverse("evidence:show-testimony", args=[testimony])
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    for _ in range(2):
        add_file(stage.receipts[testimony], b"more", now=stage.now)
    with django_assert_num_queries(len(one)):
        client.get(page)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"PK\3\4 an office file", b"%PDF-1.7 broken", b"\xff\xd8\xff broken"])
def test_what_no_tool_here_cleans_is_refused(content):
    with pytest.raises(CannotBeCleaned):
        cleaned(Hidden(content))


def test_picture_of_several_frames_and_of_too_many_pixels_is_refused(monkeypatch):
    frames, out = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")], io.BytesIO()
    frames[0].save(out, format="WEBP", save_all=True, append_images=frames[1:])
    with pytest.raises(CannotBeCleaned):
        cleaned(Hidden(out.getvalue()))
    monkeypatch.setattr(cleaning, "MOST_PIXELS", 100)
    with pytest.raises(TooLargeToClean):
        cleaned(Hidden(photograph()))


def test_pdf_whose_pictures_cannot_be_cleaned_is_refused():
    for broken in ({"picture": b"no picture"}, {"picture": photograph(), "name": "/JPXDecode"}):
        with pytest.raises(CannotBeCleaned):
            cleaned(Hidden(pdf_with(**broken)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_cleaned_picture_has_its_pixels_and_nothing_else(kind):
    before = photograph(kind)
    assert MAKER.encode() in before
    after = cleaned(Hidden(before)).content.reveal()
    picture = Image.open(io.BytesIO(after))
    assert (MAKER.encode() in after, picture.size, len(picture.getexif())) == (False, (40, 30), 0)
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background", "timestamp", "duration"}
    assert abs(picture.convert("RGB").getpixel((20, 15))[0] - 120) < 4


def test_cleaned_pdf_has_lost_author_attachment_and_what_stood_in_its_picture():
    before = pdf_with(picture=photograph())
    assert MAKER.encode() in before
    after = cleaned(Hidden(before)).content.reveal()
    with pikepdf.open(io.BytesIO(after)) as pdf:
        streams = b"".join(thing.read_raw_bytes() for thing in pdf.objects if isinstance(thing, pikepdf.Stream))
        assert (len(pdf.pages), len(pdf.attachments), "/Info" in pdf.trailer) == (1, 0, False)
        assert str(pdf.pages[0].Annots[0].Contents) == "A note"
        picture = pdf.pages[0].Resources.XObject.P.read_raw_bytes()
    assert MAKER.encode() not in after + streams
    assert Image.open(io.BytesIO(picture)).size == (40, 30)


def test_cleaned_pdf_keeps_no_segment_of_a_picture_that_it_does_not_know():
    odd = photograph().replace(b"\xff\xe1", b"\xff\x57", 1) + MAKER.encode()
    assert MAKER.encode() not in cleaned(Hidden(pdf_with(picture=odd))).content.reveal()


def test_pdf_with_a_filter_that_is_not_known_is_refused():
    with pytest.raises(CannotBeCleaned):
        cleaned(Hidden(pdf_with(picture=photograph(), name="/OtherDecode")))
