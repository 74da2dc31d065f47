"""A browser without scripts against a served installation: enough of one to fill in forms and keep its cookies."""

from __future__ import annotations

import http.cookiejar
import urllib.parse
import urllib.request
from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    content: bytes
    status_code: int


class Browser:
    """Has the part of Django's test client that `tests.slices.intake_pages` asks for."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open

    def get(self, path: str) -> Page:
        return self._page(urllib.request.Request(self.base + path))

    def post(self, path: str, data: dict[str, list[str]]) -> Page:
        body = urllib.parse.urlencode(data, doseq=True).encode()
        return self._page(urllib.request.Request(self.base + path, data=body, headers={"Origin": self.base}))

    def _page(self, request: urllib.request.Request) -> Page:
        with self.open(request, timeout=30) as answer:
            return Page(content=answer.read(), status_code=answer.status)
