"""A page as HTML, and the same data as JSON.

The templates write nothing unescaped, and no control character: `visible` stands behind every value they print.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from onrecord.exports import ics
from onrecord.web import facts, wording
from onrecord.web.pages import Page

TWIN = ".json"
CALENDAR = "/agenda.ics"


def _printed(value: object) -> object:
    return wording.visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


_templates = Environment(
    loader=PackageLoader("onrecord.web"),
    autoescape=True,
    finalize=_printed,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)
_templates.filters |= {
    "day": wording.day,
    "number": wording.number,
    "one_line": wording.one_line,
    "weekday": wording.weekday,
}
_templates.globals |= {"address_of": facts.address_of, "title_at": facts.title_at, "told_of": facts.told_of}


def response_of(request: Request, page: Page) -> Response:
    """A page, or its JSON where the address ends so."""
    follows = _address(request, page=int(request.query_params.get("page") or 1) + 1) if page.more else None
    if is_twin(request):
        return JSONResponse(plain(page.data if page.more is None else page.data | {"next": follows}))
    return html(request, page, next=follows, json=_address(request, twin=True), calendar=_calendar_of(request))


def calendar_response(written: ics.Written) -> Response:
    """A calendar, as programs that subscribe to one take it (RFC 5545, 8.1)."""
    return Response(
        written.data, media_type="text/calendar", headers={"Content-Disposition": 'inline; filename="agenda.ics"'}
    )


def error_response(request: Request, status: int, title: str, message: str) -> Response:
    """What went wrong, in the form that was asked for."""
    if is_twin(request):
        return JSONResponse({"error": {"status": status, "message": message}}, status)
    page = Page("error.html", title, {}, {"message": message, "status": status})
    return html(request, page, status=status, next=None, json=None)


def html(request: Request, page: Page, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page laid out by its template."""
    text = _templates.get_template(page.template).render(
        {"title": page.title, "path": request.url.path, **page.data, **page.layout, **values}
    )
    return HTMLResponse(text, status)


def is_twin(request: Request) -> bool:
    """Whether data are asked for."""
    return request.url.path.endswith(TWIN)


def plain(value: Any) -> Any:
    """The store's objects as plain JSON data, wherever they stand."""
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


def is_web(uri: str | None) -> bool:
    """Whether an address is one of the web: what else it may be (`javascript:`, `data:`) is shown but never linked.

    >>> is_web("https://example.org/a"), is_web("JavaScript:alert(1)"), is_web("wires/a.txt"), is_web(None)
    (True, False, False, False)
    """
    try:
        parts = urlsplit(uri or "")
    except ValueError:  # "http://[": no address at all
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


_templates.tests["web"] = is_web


def _calendar_of(request: Request) -> str:
    """The address of the calendar of what the page of the agenda shows; from when on only where that was asked."""
    asked = request.query_params.multi_items()
    values = [(key, value) for key, value in asked if key == "since" or (value and key != "page")]
    return CALENDAR + (f"?{urlencode(values)}" if values else "")


def _address(request: Request, *, page: int | None = None, twin: bool = False) -> str:
    """The address of a request, of another page of the list or of its JSON."""
    path = request.url.path
    if twin:
        path = ("/index" if path == "/" else path) + TWIN
    values = [(key, value) for key, value in request.query_params.multi_items() if page is None or key != "page"]
    if page is not None:
        values.append(("page", str(page)))
    return path + (f"?{urlencode(values)}" if values else "")
