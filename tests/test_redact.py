"""Which names and values are secrets, and which harmless ones stay as they are."""

from __future__ import annotations

import pytest

from jupyterlab_remote_ide.redact import mask, mask_arguments, secrets_in


def test_what_variables_tell_of_a_secret():
    environment = {
        "DB_PASSWORD": "sword fish",
        "API_KEY": "short",
        "HOME": "/home/anybody",
        1: "abcdefgh",
        "TOKEN": 12345678,
    }
    assert secrets_in(environment) == ["sword fish", "short"]


@pytest.mark.parametrize(
    "name",
    "GPG_PASSPHRASE REDIS_PASS MYSQL_PWD SMTP_PW DBPASS TLS_PRIVATE_KEY COOKIE_SIGNING_KEY RSA_KEY HTTP_AUTH"
    " PROXY_AUTHORIZATION WIFI_PSK MY_JWT REDIS_PASS2 UNLOCK_PASSCODE auth".split(),
)
def test_names_that_tell_of_a_secret(name):
    assert secrets_in({name: "swordfish"}) == ["swordfish"]
    assert mask(f"{name}=swordfish") == f"{name}=••••"
    assert mask_arguments([f"--{name.lower().replace('_', '-')}", "swordfish"])[1] == "••••"


@pytest.mark.parametrize(
    "name",
    "PATH AUTHOR GIT_AUTHOR_NAME XAUTHORITY SSH_AUTH_SOCK KEYBOARD_LAYOUT KEYMAP PASSENGER COMPASS"
    " PASS_THROUGH TOKENIZERS_PARALLELISM MONKEY PRIMARY_KEY PUBLIC_KEY AUTHENTICATOR_CLASS OLDPWD".split(),
)
def test_names_that_tell_of_none(name):
    assert secrets_in({name: "swordfish"}) == []
    assert mask(f"{name}=swordfish") == f"{name}=swordfish"
    assert mask_arguments([f"--{name.lower().replace('_', '-')}", "swordfish"])[1] == "swordfish"


def test_the_folder_of_a_shell_is_no_secret():
    assert secrets_in({"PWD": "/home/anybody/work"}) == []


@pytest.mark.parametrize("value", ["lion", "hunter2", "a-b-c", "1234abcd", "12345678"])
def test_short_secrets(value):
    assert secrets_in({"SMTP_PASSWORD": value}) == [value]
    assert mask(f"logged in with '{value}'.", [value]) == "logged in with '••••'."


@pytest.mark.parametrize("value", ["", "abc", "true", "None", "8080", "127.0.1", "password", "disabled"])
def test_values_that_are_no_secret(value):
    assert secrets_in({"SMTP_PASSWORD": value}) == []
    assert mask(f"it is {value} now", [value]) == f"it is {value} now"


def test_a_short_secret_is_no_part_of_a_word_and_none_of_a_longer_one():
    assert mask("a million", ["lion"]) == "a million"
    assert mask("it is lion-king_9", ["lion", "lion-king_9"]) == "it is ••••"


def test_a_word_that_says_how_is_no_secret():
    assert mask("auth=none port=80") == "auth=none port=80"
    assert mask("auth=none-of-yours") == "auth=••••"


def test_the_password_in_a_url_is_one_in_every_form():
    environment = {
        "BROKER": "amqp://rabbit:carrots%21@queue:5672/",
        "CACHE": "redis://:lettuce@cache/0",
        "SITE": "https://anna@host/a:b@c",
    }
    assert secrets_in(environment) == ["carrots%21", "carrots!", "lettuce"]


def test_a_key_of_many_lines_is_masked_line_by_line():
    key = "-----BEGIN PRIVATE KEY-----\nMIIEvQ+abc\nxyz=\n-----END PRIVATE KEY-----\n"
    assert secrets_in({"APP_PRIVATE_KEY": key}) == ["MIIEvQ+abc", "xyz="]
