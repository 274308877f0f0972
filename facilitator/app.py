"""`create_app()` wires the web and decides nothing."""

from __future__ import annotations

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from facilitator import assets, identity, languages, live, pages, refusals
from facilitator.database import close_reading
from facilitator.house import House
from facilitator.jobs import Jobs
from facilitator.mapmaker import Mapmaker
from facilitator.paths import TEMPLATES

POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "frame-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
LARGEST_FORM = 256 * 1024

# Mail programs press it without a page before it (RFC 8058); its address holds what nobody else knows.
ONE_CLICK = frozenset({"entering.unsubscribe"})

# Never shown as a page of their own.
NO_DOCUMENT = frozenset({"text/css", "text/javascript", "font/woff2"})


def create_app(house: House) -> Flask:
    """The application of that house."""
    app = Flask("facilitator", static_folder=None, template_folder=str(TEMPLATES))
    app.config.update(
        SECRET_KEY=house.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_PARTS=2000,
        SESSION_COOKIE_NAME="lotusbloem_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=house.settings.secure,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.extensions["lotusbloem"] = house
    house.jobs = house.jobs or Jobs(house)
    house.maps = house.maps or Mapmaker(house)
    if house.settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    csrf = CSRFProtect(app)
    languages.install(app)
    assets.install(app)
    refusals.install(app)
    app.teardown_appcontext(close_reading)

    @app.before_request
    def protect() -> None:
        # A bearer is no cookie: no browser sends it on its own, so there is nothing to forge.
        bare = identity.bearer_of_request() is not None or request.endpoint in ONE_CLICK
        if app.config["WTF_CSRF_ENABLED"] and not bare:
            csrf.protect()

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        if response.mimetype in NO_DOCUMENT:
            # A phone on a thin line loads some thirty of these: what only documents heed is left out.
            return response
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers["Referrer-Policy"] = "same-origin"
        if request.is_secure:
            # Over plain HTTP browsers ignore it, with an error in their console.
            response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    pages.install(app)
    live.install(app)
    return app
