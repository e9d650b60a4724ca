"""Flask."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(
    name="flask",
    title="Flask",
    hint="from werkzeug.middleware.proxy_fix import ProxyFix; "
    "app.wsgi_app = ProxyFix(app.wsgi_app, x_prefix=1)",
    takes_module=True,
    headers=(("server", "werkzeug"),),  # its development server, which Dash uses too
)
