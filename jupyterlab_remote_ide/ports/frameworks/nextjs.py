"""Next.js."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(
    name="next",
    title="Next.js",
    link="absolute",
    path="",  # it redirects the last slash away
    hint="basePath: '{A}'  # in next.config",
    needs_name=False,
    programs=("next-server",),
    headers=(("x-powered-by", "next.js"),),
    # As it calls itself: "next-server (v16.0.1)", one word.
    matches=lambda command: command.words[0].startswith("next-server"),
)
