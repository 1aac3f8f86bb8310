"""The reading room as a web application: which address shows which page, what fails how, and what may never happen.

Pages are read, never written to, and hold no script: the policy sent with each of them (Content Security Policy, W3C)
forbids whatever an article may try. Only this computer's own names are answered to, so that no page elsewhere can
reach the room through a name of its own that leads here (DNS rebinding).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.record import OnRecordError
from onrecord.store import NotInStoreError, QueryError, Store, StoreError
from onrecord.web import pages
from onrecord.web.asked import AddressError, Asked, AskedError
from onrecord.web.rendering import CALENDAR, TWIN, calendar_response, error_response, response_of

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Sent with everything: nothing runs, nothing is loaded from elsewhere, nobody else may frame or embed it."""

HOSTS = ["127.0.0.1", "localhost", "[::1]"]

PAGES: dict[str, Callable[[Store, Asked], pages.Page]] = {
    "/": pages.dispatches,
    "/dispatches/{number}": pages.dispatch,
    "/agenda": pages.agenda,
    "/figures/compare": pages.compare,
    "/actors": pages.actors,
    "/actors/{number}": pages.actor,
} | {f"/{layer}": pages.listed(layer) for layer in pages.LISTS}
"""Address -> what is shown there; the same data at the address with `.json`."""

FAILURES: tuple[tuple[type[OnRecordError], int, str], ...] = (
    (NotInStoreError, 404, "Not in the store"),
    (AddressError, 404, "Not in the store"),
    (QueryError, 400, "That cannot be looked for"),
    (AskedError, 400, "That cannot be looked for"),
    (StoreError, 503, "The store cannot be read"),
)
"""What fails -> the status and the heading of the page that tells it."""


def app_of(store: Store) -> Starlette:
    """The application that shows a store."""
    return Starlette(
        routes=list(_routes(store)),
        middleware=[Middleware(WithHeaders), Middleware(TrustedHostMiddleware, HOSTS, www_redirect=False)],
        exception_handlers={OnRecordError: _failed, HTTPException: _refused, Exception: _broken},
    )


def _routes(store: Store) -> list[BaseRoute]:
    def endpoint(page: Callable[[Store, Asked], pages.Page]) -> Callable[[Request], Response]:
        return lambda request: response_of(request, page(store, Asked(request)))

    def named(request: Request) -> Response:
        return RedirectResponse(f"/actors/{pages.named(store, Asked(request)).id}", 303)

    def calendar(request: Request) -> Response:
        return calendar_response(pages.calendar(store, Asked(request)))

    routes: list[BaseRoute] = [Route("/actors/named", named), Route(CALENDAR, calendar)]
    for path, page in PAGES.items():
        twin = "/index" if path == "/" else path
        routes += [Route(twin + TWIN, endpoint(page)), Route(path, endpoint(page))]
    static = StaticFiles(directory=Path(__file__).parent / "static")
    return [*routes, Mount("/static", static)]


class WithHeaders:
    """Sets `HEADERS` on every response, those of the other middleware too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers set."""

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, headed)


def _failed(request: Request, error: Exception) -> Response:
    """What the store or the address refuses."""
    for kind, status, title in FAILURES:
        if isinstance(error, kind):
            return error_response(request, status, title, str(error))
    return _broken(request, error)


def _refused(request: Request, error: Exception) -> Response:
    """What the web itself refuses: an address where nothing is, a method other than GET and HEAD."""
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        message = f"{request.url.path}: there is nothing at this address; begin at /"
        return error_response(request, 404, "Nothing here", message)
    response = error_response(request, error.status_code, error.detail, "The reading room only shows: ask with GET.")
    response.headers.update(error.headers or {})
    return response


def _broken(request: Request, error: Exception) -> Response:
    """A fault of ours. It is told without its insides, which the server's own output shows."""
    message = "The page could not be made, through a fault of OnRecord’s; what went wrong stands where it was started."
    response = error_response(request, 500, "A fault", message)
    response.headers.update(HEADERS)  # the one response that is made outside of the middleware
    return response
