"""The reading room: a store in a web browser, on this computer only, without a line of JavaScript."""

from onrecord.web.serving import PORT, ServingError, serve

__all__ = ["PORT", "ServingError", "serve"]
