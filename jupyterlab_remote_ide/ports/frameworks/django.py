"""Django."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(
    name="django",
    title="Django",
    hint="FORCE_SCRIPT_NAME = '{P}'; ALLOWED_HOSTS = ['*']; "
    "CSRF_TRUSTED_ORIGINS = ['https://{host}', 'http://{host}']",
    needs_name=False,
    programs=("django-admin",),
    headers=(("server", "wsgiserver"),),  # of Python, as its development server says
    matches=lambda command: command.program == "manage.py" and command.arguments[:1] == ("runserver",),
)
