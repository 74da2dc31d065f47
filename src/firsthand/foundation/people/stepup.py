"""Before a dangerous act a person shows again that it is they who sit there.

The library for signing in keeps the times at which a person did so in their session; this asks it. What the person sent is never kept
while they do: the library would put the whole form into the session's row, and a form may hold a passphrase or someone's words. So a
form that comes too late is not carried out, and the person comes back to its page, where they read that they must send it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from inspect import getclosurevars, isfunction
from typing import Any, TypeVar
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

View = TypeVar("View", bound=Callable[..., HttpResponse])

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@reauthentication_required  # type: ignore[untyped-decorator]
def _prove(request: HttpRequest) -> None:
    """Nothing, for a person who showed who they are within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds; others raise."""


def is_stepped_up(request: HttpRequest) -> bool:
    """Whether this person showed who they are a short while ago, in this session."""
    try:
        _prove(request)
    except ReauthenticationRequired:
        return False
    return True


def step_up_required(view: View) -> View:
    """Let only a person through who showed a short while ago that it is they; lead others there, and back again.

    Stands above or below `@require_POST`. A form that comes too late is not carried out; its page says so.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if is_stepped_up(request) else lead_to_step_up(request)

    return guarded  # type: ignore[return-value]


def lead_to_step_up(request: HttpRequest) -> HttpResponse:
    """To the page where a person shows who they are, and from there back to a page that can be shown."""
    if request.method not in _SAFE:
        messages.warning(request, _("Nothing was changed. Show that it is you; then do it again on the page that you come back to."))
    methods = get_adapter().get_reauthentication_methods(request.user)
    door = methods[0]["url"] if methods else reverse("account_login")
    return HttpResponseRedirect(f"{door}?{urlencode({'next': page_to_come_back_to(request)})}")


def page_to_come_back_to(request: HttpRequest) -> str:
    """The address that was asked for; for a form, the nearest address at or above it that can be shown as a page."""
    if request.method in _SAFE:
        return request.get_full_path()
    return next((path for path in _upwards(request.path) if _is_page(path)), reverse("desk"))


def _upwards(path: str) -> Iterator[str]:
    """This address, then each above it: /desk/a/b/, /desk/a/, /desk/."""
    while path.count("/") > 1:
        yield path
        path = path.rstrip("/").rpartition("/")[0] + "/"


def _is_page(path: str) -> bool:
    try:
        view: Any = resolve(path).func
    except Resolver404:
        return False
    while view is not None:
        if hasattr(view, "view_class"):
            return hasattr(view.view_class, "get")
        # `require_http_methods` leaves its list in the closure of the view that it makes, and nowhere else.
        allowed = getclosurevars(view).nonlocals.get("request_method_list") if isfunction(view) else None
        if allowed is not None and "GET" not in allowed:
            return False
        view = getattr(view, "__wrapped__", None)
    return True
