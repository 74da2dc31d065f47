"""Positions as printed, and the order of numbers."""

import pytest

from firsthand.core.commitment import NumberUnreadable, PositionUnknown, PositionValue, order_of, read_position


@pytest.mark.parametrize("printed", ["", "Maybe", "Not supported", "Supported?/Rejected", "X"])
def test_position_unknown_is_refused(printed):
    with pytest.raises(PositionUnknown):
        read_position(printed)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Supported", PositionValue.SUPPORTED),
        ("SUPPORTED\n", PositionValue.SUPPORTED),
        ("Noted ", PositionValue.NOTED),
        ("Supported/Noted", PositionValue.SUPPORTED_IN_PART),
        ("Supported / Noted", PositionValue.SUPPORTED_IN_PART),
        ("Supported in part", PositionValue.SUPPORTED_IN_PART),
        ("Pending", PositionValue.PENDING),
    ],
)
def test_position_is_read_whatever_its_case_and_spacing(printed, value):
    assert read_position(printed) is value


@pytest.mark.parametrize("number", ["", "140", "140.", "a.b", "140.12.3", "140.12a"])
def test_order_refuses_what_is_no_number(number):
    with pytest.raises(NumberUnreadable):
        order_of(number)


def test_order_counts_by_value_and_puts_parts_after_their_number():
    given = [("140.12", ""), ("140.9", ""), ("139.200", ""), ("140.12", "b"), ("140.12", "a"), ("140.100", "")]
    expected = [("139.200", ""), ("140.9", ""), ("140.12", ""), ("140.12", "a"), ("140.12", "b"), ("140.100", "")]
    assert sorted(given, key=lambda pair: order_of(*pair)) == expected
