"""Values that must not be printed by accident."""

from __future__ import annotations

from typing import Generic, NoReturn, TypeVar, final

T = TypeVar("T")


@final
class Hidden(Generic[T]):
    """Holds a secret; printing, formatting, comparing, pickling and JSON refuse it. `reveal()` is the one way in, and is greppable."""

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def reveal(self) -> T:
        """The value itself, for the few lines that must use it."""
        return self._value

    def __repr__(self) -> str:
        return "Hidden(…)"

    __str__ = __repr__

    def __format__(self, spec: str) -> NoReturn:
        raise TypeError("a hidden value is not formatted; call reveal() where it must be used")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a hidden value is not pickled")

    def __eq__(self, other: object) -> NoReturn:
        raise TypeError("a hidden value is not compared; call reveal() and use hmac.compare_digest")

    __hash__ = None  # type: ignore[assignment]
