from __future__ import annotations

from pathlib import Path

import pytest

import globus_sdk
from globus_sdk import config


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ENVIRONMENT", "VERIFY_SSL", "HTTP_TIMEOUT", "SERVICE_URL_AUTH"):
        monkeypatch.delenv(f"GLOBUS_SDK_{name}", raising=False)


@pytest.mark.parametrize(
    ("environment", "service", "url"),
    [
        (None, "auth", "https://auth.globus.org/"),
        (None, "transfer", "https://transfer.api.globus.org/"),
        (None, "flows", "https://flows.automate.globus.org/"),
        ("preview", "transfer", "https://transfer.api.preview.globus.org/"),
        ("preview", "timer", "https://preview.timer.automate.globus.org/"),
        ("sandbox", "auth", "https://auth.sandbox.globuscs.info/"),
        ("test", "app", "https://app.test.globuscs.info/"),
    ],
)
def test_addresses(environment: str | None, service: str, url: str) -> None:
    assert config.get_service_url(service, environment) == url


def test_a_variable_replaces_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLOBUS_SDK_SERVICE_URL_AUTH", "http://here/auth/")
    assert globus_sdk.AuthClient().base_url == "http://here/auth/"
    assert globus_sdk.AuthClient(environment="preview").base_url == "http://here/auth/"
    assert globus_sdk.AuthClient(base_url="http://there/").base_url == "http://there/"


def test_the_environment_is_a_variable_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLOBUS_SDK_ENVIRONMENT", "preview")
    client = globus_sdk.TransferClient()
    assert client.environment == "preview"
    assert client.base_url == "https://transfer.api.preview.globus.org/"
    assert config.get_webapp_url() == "https://app.preview.globus.org/"


def test_an_unknown_environment_is_refused() -> None:
    with pytest.raises(ValueError, match="nowhere"):
        globus_sdk.AuthClient(environment="nowhere")


@pytest.mark.parametrize(
    ("value", "meaning"), [("no", False), ("0", False), ("TRUE", True), (__file__, __file__)]
)
def test_verification(monkeypatch: pytest.MonkeyPatch, value: str, meaning: bool | str) -> None:
    monkeypatch.setenv("GLOBUS_SDK_VERIFY_SSL", value)
    assert config.get_ssl_verify() == meaning
    assert config.get_ssl_verify(Path(__file__)) == __file__
    assert config.get_ssl_verify(False) is False


@pytest.mark.parametrize("value", ["maybe", "/nonexistent", ""])
def test_verification_is_a_word_or_a_file(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("GLOBUS_SDK_VERIFY_SSL", value)
    with pytest.raises(ValueError, match="boolean word or an existing file"):
        config.get_ssl_verify()


@pytest.mark.parametrize(("value", "seconds"), [("", 60.0), ("5", 5.0), ("1.5", 1.5), ("-1", None)])
def test_timeouts(monkeypatch: pytest.MonkeyPatch, value: str, seconds: float | None) -> None:
    monkeypatch.setenv("GLOBUS_SDK_HTTP_TIMEOUT", value)
    assert config.get_http_timeout() == seconds
    assert config.get_http_timeout(7) == 7
    assert config.get_http_timeout(-1) is None


def test_a_timeout_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLOBUS_SDK_HTTP_TIMEOUT", "soon")
    with pytest.raises(ValueError, match="soon"):
        config.get_http_timeout()
