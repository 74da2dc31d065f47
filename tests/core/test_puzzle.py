"""A puzzle is solved by work only, and by the same answer here and in a browser."""

import hashlib

import pytest

from firsthand.core.puzzle import is_solved, solve


@pytest.mark.parametrize("answer", ["", " ", "-1", "1.5", "0x1", "٣", "9" * 21, "one"])
def test_what_is_no_number_solves_nothing(answer):
    assert not is_solved("door.2026-11-24.ab", answer, bits=0)


def test_answer_has_the_zeros_that_were_asked_for():
    answer = solve("door.2026-11-24.ab", bits=10)
    digest = hashlib.sha256(f"door.2026-11-24.ab:{answer}".encode()).hexdigest()
    assert digest.startswith("00")
    assert int(digest[2], 16) < 4
    assert is_solved("door.2026-11-24.ab", answer, bits=10)


def test_answer_to_one_puzzle_is_none_to_another():
    answer = solve("door.2026-11-24.ab", bits=12)
    others = [f"door.2026-11-24.{number}" for number in range(50)]
    assert sum(is_solved(other, answer, bits=12) for other in others) <= 2


def test_smallest_answer_is_found_so_that_every_solver_finds_the_same():
    answer = solve("x", bits=8)
    assert not any(is_solved("x", str(smaller), bits=8) for smaller in range(int(answer)))
