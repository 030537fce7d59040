"""What a deployment may set."""

from __future__ import annotations

from pathlib import Path

import pytest

from armillary.core.errors import UsageError
from armillary.core.settings import Settings

LEAST = {"ARMILLARY_DATA_DIR": "/data", "ARMILLARY_BASE_URL": "https://lab.example/"}


def test_a_child_gets_the_same_settings() -> None:
    settings = Settings(
        Path("/data"),
        "https://lab.example",
        access_token_lifetime=600,
        refresh_rotation=True,
        refresh_grace=5,
        audit_retention=90,
        unused_instances=7,
        node_hosts="lab.example, 10.0.0.0/8",
        metrics_token="secret",
        webhook_allow="hooks.lab.example, 10.1.0.0/16",
    )
    assert settings.permitted_hosts == ("lab.example", "10.0.0.0/8")
    assert Settings.from_env(settings.to_env()) == settings
    assert "secret" not in repr(settings)


def test_what_is_remembered_holds_no_secret_and_no_place() -> None:
    settings = Settings(Path("/data"), "https://x", "sqlite:///y", metrics_token="secret")
    kept = settings.public_env()
    assert "ARMILLARY_ACCESS_TOKEN_LIFETIME" in kept
    assert not any(word in str(kept) for word in ("secret", "/data", "https://x", "sqlite"))


def test_defaults() -> None:
    assert Settings.from_env(LEAST) == Settings(Path("/data"), "https://lab.example")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACCESS_TOKEN_LIFETIME", "0"),
        ("ACCESS_TOKEN_LIFETIME", "-1"),
        ("ACCESS_TOKEN_LIFETIME", "99999999"),
        ("ACCESS_TOKEN_LIFETIME", "2 days"),
        ("REFRESH_TOKEN_IDLE_LIFETIME", "1"),
        ("REFRESH_TOKEN_IDLE_LIFETIME", "999999999999"),
        ("REFRESH_GRACE", "-1"),
        ("REFRESH_GRACE", "86400"),
        ("REFRESH_ROTATION", "maybe"),
        ("AUDIT_RETENTION", "-1"),
        ("WEBHOOK_ALLOW", "10.1.2.3/8"),
        ("UNUSED_INSTANCES", "-1"),
        ("NODE_HOSTS", "lab.example,10.0.0.1/8"),
    ],
)
def test_what_makes_no_sense_is_refused(name: str, value: str) -> None:
    with pytest.raises(UsageError, match=f"ARMILLARY_{name} must be"):
        Settings.from_env({**LEAST, f"ARMILLARY_{name}": value})


@pytest.mark.parametrize("name", LEAST)
def test_what_must_be_there_is_named(name: str) -> None:
    with pytest.raises(UsageError, match=f"{name} is not set"):
        Settings.from_env({key: value for key, value in LEAST.items() if key != name})
