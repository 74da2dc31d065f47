import re
from xml.etree import ElementTree as ET

import pytest

from firsthand.core.authorship import Revision, trace
from firsthand.render.authorship import Voice, Wording, authorship_css, draw_timeline, render_marked
from firsthand.render.authorship.marked import LETTERS, TooManyVoices
from firsthand.render.authorship.timeline import LINES, MOST_POINTS
from firsthand.render.svg import check_svg

VOICES = (Voice(key="community", label="Community <us>"), Voice(key="institution", label="Institutions"))
OF = {"C1": "community", "C2": "community", "I1": "institution"}
WORDING = Wording(caption="Whose words stand", mark="Mark", voice="Constituency", words="Words", share="Share", total="All")
FIRST = "Police must not arrest people.\n\nThey take <complaints> & listen."
MANY = tuple(Voice(key=str(number), label=str(number)) for number in range(7))
SVG = "{http://www.w3.org/2000/svg}"


def history():
    return trace(
        [
            Revision(seat="I1", text=FIRST),
            Revision(seat="C1", text=FIRST.replace("must not", "must never")),
            Revision(seat="C2", text=FIRST.replace("must not", "must never again")),
        ]
    )


def marked(provenance=None, **said):
    return render_marked(provenance or history(), **{"voices": VOICES, "constituency_of": OF, "wording": WORDING, "language": "en", **said})


def drawn(standing, **said):
    return ET.fromstring(check_svg(draw_timeline(standing, **{"voices": VOICES, "title": "Words <1>", "language": "en", **said})))


def test_more_voices_than_marks_are_refused():
    with pytest.raises(TooManyVoices, match="6"):
        marked(voices=MANY)
    with pytest.raises(TooManyVoices):
        draw_timeline([{"1": 1}], voices=MANY, title="", language="en")
    assert len(LINES) == len(LETTERS) == len(set(LINES))


def test_a_seat_of_no_constituency_is_a_mistake():
    with pytest.raises(KeyError):
        marked(constituency_of={"I1": "institution"})


def test_the_marked_text_is_the_text():
    fragment = ET.fromstring(marked())
    text = fragment.find("div[@class='authorship-text']")
    paragraphs = ["".join(part for part in paragraph.itertext()) for paragraph in text.findall("p")]
    assert paragraphs[0] == "BPolice must Anever again Barrest people."
    assert paragraphs[1] == "BThey take <complaints> & listen."


def test_neighbouring_words_of_one_constituency_are_one_stretch():
    spans = ET.fromstring(marked()).findall(".//p/span")
    assert [(span.get("class"), span.find("sup").text, span.find("sup").tail) for span in spans[:3]] == [
        ("voice voice-2", "B", "Police must"),
        ("voice voice-1", "A", "never again"),
        ("voice voice-2", "B", "arrest people."),
    ]


def test_the_table_has_the_same_words_in_numbers():
    rows = [["".join(cell.itertext()) for cell in row] for row in ET.fromstring(marked()).findall(".//tr")]
    assert rows == [
        ["Mark", "Constituency", "Words", "Share"],
        ["A", "Community <us>", "2", "20.0 %"],
        ["B", "Institutions", "8", "80.0 %"],
        ["", "All", "10", ""],
    ]


def test_a_text_without_words_has_a_table_without_shares():
    rows = [
        ["".join(cell.itertext()) for cell in row] for row in ET.fromstring(marked(trace([Revision(seat="I1", text="")]))).findall(".//tr")
    ]
    assert rows[1] == ["A", "Community <us>", "0", ""]


def test_the_fragment_holds_no_style_script_or_name():
    fragment = marked()
    assert not re.search(r"style=|<script|\son\w+=|C1|I1", fragment)


def test_a_right_to_left_text_says_so():
    arabic = trace([Revision(seat="C1", text="العمل الجنسي عمل.")])
    assert '<div class="authorship-text" lang="ar" dir="rtl">' in marked(arabic, language="ar")


def test_every_voice_has_a_pattern_of_its_own():
    css = authorship_css()
    patterns = re.findall(r"\.voice-(\d) \{ background: [^;]+; ([^}]+) \}", css)
    assert [int(number) for number, _ in patterns] == list(range(1, len(LETTERS) + 1))
    assert len({pattern for _, pattern in patterns}) == len(LETTERS)


def test_the_timeline_says_its_first_and_last_numbers():
    svg = drawn([{"institution": 10}, {}, {"institution": 5, "community": 15}])
    assert svg.find(f"{SVG}title").text == "Words <1>"
    assert svg.find(f"{SVG}desc").text == "1: Community <us> 0 %, Institutions 100 %; 3: Community <us> 75 %, Institutions 25 %"


def test_lines_of_the_timeline_differ_by_pattern():
    lines = list(drawn([{"institution": 10}, {"institution": 5, "community": 15}]).iter(f"{SVG}polyline"))[-2:]
    assert [line.get("stroke-dasharray") for line in lines] == [None, "7 3"]
    (low, high), (top, bottom) = ([float(point.split(",")[1]) for point in line.get("points").split()] for line in lines)
    assert low - high == pytest.approx(0.75 * 160, abs=0.2)
    assert bottom - top == pytest.approx(0.75 * 160, abs=0.2)


def test_a_right_to_left_timeline_runs_from_the_right():
    def first_and_last(language):
        points = list(drawn([{"institution": 1}] * 5, language=language).iter(f"{SVG}polyline"))[-1].get("points").split()
        return float(points[0].split(",")[0]), float(points[-1].split(",")[0])

    assert first_and_last("en")[0] < first_and_last("en")[1]
    assert first_and_last("ar")[0] > first_and_last("ar")[1]


def test_a_long_history_is_thinned_and_keeps_its_end():
    standing = [{"community": at + 1, "institution": 3} for at in range(1001)]
    points = list(drawn(standing).iter(f"{SVG}polyline"))[-1].get("points").split()
    assert len(points) <= MOST_POINTS + 1
    assert points[-1].startswith("446,")


def test_nothing_written_yet_is_a_chart_without_lines():
    svg = drawn([{}])
    assert svg.find(f"{SVG}desc").text is None
    assert len(list(svg.iter(f"{SVG}polyline"))) == 2 + 3
