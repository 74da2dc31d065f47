"""Every kind of question that an XLSForm can ask, what its answer looks like, and whether our form can carry it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What an answer looks like, whatever asks for it (XForms specification, data types). All answers are strings."""

    TEXT = "text"
    WHOLE = "whole"  # a whole number
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"  # date, time and offset
    ONE = "one"  # the name of a choice
    MANY = "many"  # names of choices, a space between
    RANKED = "ranked"  # names of all choices, the first first
    POINT = "point"  # latitude longitude altitude accuracy
    FILE = "file"  # the name of a file that comes with the answers
    OK = "ok"  # the word OK
    NOTHING = "nothing"


class Kind(StrEnum):
    """The kinds of questions, by the name that stands in the column `type`."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    DATE = "date"
    TIME = "time"
    DATETIME = "dateTime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    SELECT_ONE_FROM_FILE = "select_one_from_file"
    SELECT_MULTIPLE_FROM_FILE = "select_multiple_from_file"
    RANK = "rank"
    NOTE = "note"
    ACKNOWLEDGE = "acknowledge"
    BARCODE = "barcode"
    GEOPOINT = "geopoint"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    CALCULATE = "calculate"
    HIDDEN = "hidden"
    START = "start"
    END = "end"
    TODAY = "today"
    DEVICE_ID = "deviceid"
    PHONE_NUMBER = "phonenumber"
    SIM_SERIAL = "simserial"
    SUBSCRIBER_ID = "subscriberid"
    USERNAME = "username"
    EMAIL = "email"
    START_GEOPOINT = "start-geopoint"
    CSV_EXTERNAL = "csv-external"


class Filled(StrEnum):
    """Who fills it in."""

    BY_READER = "by_reader"
    BY_RULE = "by_rule"
    BY_CLOCK = "by_clock"
    BY_DEVICE = "by_device"
    BY_NOBODY = "by_nobody"


@dataclass(frozen=True, slots=True)
class Traits:
    """What follows from the kind. `points_at_people`: refused unless a purpose is written beside it."""

    shape: Shape
    filled: Filled
    points_at_people: bool = False


_asked = {
    Kind.TEXT: Shape.TEXT,
    Kind.INTEGER: Shape.WHOLE,
    Kind.DECIMAL: Shape.DECIMAL,
    Kind.RANGE: Shape.DECIMAL,
    Kind.DATE: Shape.DATE,
    Kind.TIME: Shape.TIME,
    Kind.DATETIME: Shape.MOMENT,
    Kind.SELECT_ONE: Shape.ONE,
    Kind.SELECT_MULTIPLE: Shape.MANY,
    Kind.SELECT_ONE_FROM_FILE: Shape.ONE,
    Kind.SELECT_MULTIPLE_FROM_FILE: Shape.MANY,
    Kind.RANK: Shape.RANKED,
    Kind.NOTE: Shape.NOTHING,
    Kind.ACKNOWLEDGE: Shape.OK,
    Kind.BARCODE: Shape.TEXT,
    Kind.GEOPOINT: Shape.POINT,
    Kind.IMAGE: Shape.FILE,
    Kind.AUDIO: Shape.FILE,
    Kind.VIDEO: Shape.FILE,
    Kind.FILE: Shape.FILE,
}
_by_clock = {Kind.START: Shape.MOMENT, Kind.END: Shape.MOMENT, Kind.TODAY: Shape.DATE}
_by_device = {
    Kind.DEVICE_ID: Shape.TEXT,
    Kind.PHONE_NUMBER: Shape.TEXT,
    Kind.SIM_SERIAL: Shape.TEXT,
    Kind.SUBSCRIBER_ID: Shape.TEXT,
    Kind.USERNAME: Shape.TEXT,
    Kind.EMAIL: Shape.TEXT,
    Kind.START_GEOPOINT: Shape.POINT,
}
TRAITS: dict[Kind, Traits] = {
    **{kind: Traits(shape, Filled.BY_READER) for kind, shape in _asked.items()},
    **{kind: Traits(shape, Filled.BY_CLOCK) for kind, shape in _by_clock.items()},
    **{kind: Traits(shape, Filled.BY_DEVICE, points_at_people=True) for kind, shape in _by_device.items()},
    Kind.CALCULATE: Traits(Shape.TEXT, Filled.BY_RULE),
    Kind.HIDDEN: Traits(Shape.TEXT, Filled.BY_RULE),
    Kind.CSV_EXTERNAL: Traits(Shape.NOTHING, Filled.BY_NOBODY),
}
WITH_CHOICES = frozenset({Shape.ONE, Shape.MANY, Shape.RANKED})
FROM_FILE = frozenset({Kind.SELECT_ONE_FROM_FILE, Kind.SELECT_MULTIPLE_FROM_FILE})
FILES = frozenset({Kind.IMAGE, Kind.AUDIO, Kind.VIDEO, Kind.FILE})
# Read on upload of a questionnaire and refused, with the reason.
NOT_CARRIED: dict[str, str] = {
    "geotrace": "A line on a map needs a map and a script. Ask for points, or for words.",
    "geoshape": "An area on a map needs a map and a script. Ask for points, or for words.",
    "osm": "Tagging on OpenStreetMap needs an application of its own.",
    "audit": "A log of how somebody filled in the form tells more about them than their answers do.",
    "background-audio": "Recording somebody while they answer, without a button that they press, is not done here.",
    "background-geopoint": "Taking a place without being asked is not done here. Ask with a geopoint question.",
    "select_one_external": "Lists in a sheet external_choices belong to an old way. Use select_one_from_file with a CSV file.",
    "xml-external": "External data is read from CSV files only.",
    "loop": "A loop over choices is not part of today’s XLSForm. Use a repeat.",
    "cascading_select": "A cascading select in one row is not part of today’s XLSForm. Use choice_filter.",
}
