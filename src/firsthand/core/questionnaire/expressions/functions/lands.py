"""Places on Earth: distances and areas on a sphere of the equator's radius, as the XForms specification of ODK has it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from firsthand.core.questionnaire.expressions.functions.signature import Function
from firsthand.core.questionnaire.expressions.functions.texts import words_of
from firsthand.core.questionnaire.expressions.values import Value, number_of

RADIUS = 6_378_100.0  # metres, at the equator
Spot = tuple[float, float]  # latitude, longitude in degrees


def spots_of(*values: Value) -> list[Spot]:
    """Every point in these values: geopoints, or lines and areas with a semicolon between their points."""
    found: list[Spot] = []
    for words in words_of(*values):
        for point in filter(None, (part.strip() for part in words.split(";"))):
            numbers = [number_of(number) for number in point.split()]
            if len(numbers) < 2 or any(math.isnan(number) for number in numbers[:2]):
                return []
            found.append((numbers[0], numbers[1]))
    return found


def distance(*values: Value) -> float:
    """ODK `distance`: metres along all the points, by the haversine formula."""
    spots = spots_of(*values)
    return sum(_between(a, b) for a, b in _pairs(spots)) if len(spots) > 1 else 0.0


def area(*values: Value) -> float:
    """ODK `area`: square metres inside the points, taken as closed (spherical excess along meridians)."""
    spots = spots_of(*values)
    if len(spots) < 3:
        return 0.0
    total = sum(
        math.radians(b[1] - a[1]) * (2 + math.sin(math.radians(a[0])) + math.sin(math.radians(b[0]))) for a, b in _pairs([*spots, spots[0]])
    )
    return abs(total * RADIUS**2 / 2)


def geofence(point: Value, shape: Value) -> bool:
    """ODK `geofence`: whether the point is inside, by counting the sides that a line from it crosses."""
    spots, around = spots_of(point), spots_of(shape)
    if len(spots) != 1 or len(around) < 3:
        return False
    (y, x), is_inside = spots[0], False
    for (y1, x1), (y2, x2) in _pairs([*around, around[0]]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            is_inside = not is_inside
    return is_inside


def intersects(shape: Value) -> bool:
    """ODK `intersects`: whether two parts of a line that do not follow one another cross."""
    sides = list(_pairs(spots_of(shape)))
    is_closed = bool(sides) and sides[0][0] == sides[-1][1]
    for first, side in enumerate(sides):
        for second in range(first + 2, len(sides)):
            if not (is_closed and first == 0 and second == len(sides) - 1) and _cross(side, sides[second]):
                return True
    return False


def _pairs(spots: Sequence[Spot]) -> Iterator[tuple[Spot, Spot]]:
    return pairwise(spots)


def _between(a: Spot, b: Spot) -> float:
    up, along = math.radians(b[0] - a[0]) / 2, math.radians(b[1] - a[1]) / 2
    inside = math.sin(up) ** 2 + math.cos(math.radians(a[0])) * math.cos(math.radians(b[0])) * math.sin(along) ** 2
    return 2 * RADIUS * math.asin(min(1.0, math.sqrt(inside)))


def _cross(one: tuple[Spot, Spot], two: tuple[Spot, Spot]) -> bool:
    def side(a: Spot, b: Spot, c: Spot) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return side(*one, two[0]) * side(*one, two[1]) < 0 and side(*two, one[0]) * side(*two, one[1]) < 0


FAMILY = (
    Function("distance", "v*", distance),
    Function("area", "v*", area),
    Function("geofence", "vv", geofence),
    Function("intersects", "v", intersects),
)
