"""How responses and clients look in a shell and in a notebook."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest

from globus_sdk import (
    AccessTokenAuthorizer,
    ArrayResponse,
    AsyncTransferClient,
    GlobusHTTPResponse,
    IterableTransferResponse,
    NativeAppAuthClient,
    OAuthTokenResponse,
    RefreshTokenAuthorizer,
    TransferClient,
    UserApp,
)
from tests.sdk.test_response import CLIENT, raw

SECRETS = {
    "access_token": "hush-1",
    "refresh_token": "hush-2",
    "id_token": "hush-3",
    "secret": "hush-4",
    "connection_url": "amqps://user:hush-5@broker",
}
TOKENS = {
    **SECRETS,
    "scope": "openid",
    "expires_in": 5,
    "token_type": "Bearer",
    "resource_server": "auth.globus.org",
}


class Table(HTMLParser):
    """The cells of a table, row by row, and its caption; refuses anything else."""

    def __init__(self, response: GlobusHTTPResponse) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.caption = ""
        self.inside = ""
        self.feed(response._repr_html_())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("table", "caption", "thead", "tbody", "tr", "th", "td", "pre")
        assert not attrs, "neither style nor script"
        self.inside = tag
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.inside in ("th", "td"):
            self.rows[-1][-1] += data
        else:
            self.caption += data


def listing(*items: Any) -> IterableTransferResponse:
    return IterableTransferResponse(raw({"DATA": items}), CLIENT)


def test_a_document_is_a_table_of_its_fields() -> None:
    table = Table(GlobusHTTPResponse(raw({"a": 1, "b": None, "c": [True, "x"]}), CLIENT))
    assert table.caption == "GlobusHTTPResponse"
    assert table.rows == [["field", "value"], ["a", "1"], ["b", ""], ["c", '[true, "x"]']]


def test_a_listing_is_a_table_of_its_items() -> None:
    first = {"DATA_TYPE": "file", "size": 3, "link": None, "name": "a", "user": "ada"}
    table = Table(listing(first, {**first, "name": "b", "size": 4, "odd": {"x": 1}}))
    assert table.caption == "IterableTransferResponse: 2 items"
    assert table.rows == [
        ["name", "size", "user", "odd"],
        ["a", "3", "ada", ""],
        ["b", "4", "ada", '{"x": 1}'],
    ]


def test_long_listings_wide_items_and_long_values_are_cut() -> None:
    wide = {f"field{i}": "x" * 500 for i in range(50)}
    table = Table(listing(*[wide] * 300))
    assert table.caption == "IterableTransferResponse: the first 20 of 300 items"
    assert (len(table.rows), {len(row) for row in table.rows}) == (21, {8})
    assert table.rows[1][0] == "x" * 99 + "…"
    assert len(Table(GlobusHTTPResponse(raw({"a": "x" * 500}), CLIENT)).rows[1][1]) == 100


def test_lists_of_documents_and_of_anything_else_are_tables() -> None:
    assert Table(ArrayResponse(raw([{"id": 1}, {"id": 2}]), CLIENT)).rows == [["id"], ["1"], ["2"]]
    assert Table(ArrayResponse(raw(["x", None, 3]), CLIENT)).rows == [["item"], ["x"], [""], ["3"]]
    assert Table(listing()).caption == "IterableTransferResponse: 0 items"


@pytest.mark.parametrize("kind", [GlobusHTTPResponse, ArrayResponse, IterableTransferResponse])
@pytest.mark.parametrize("body", [b"plain <b>text</b>", b"", {"DATA": "x"}, [1], 5, None])
def test_whatever_was_answered_can_be_shown(kind: type[GlobusHTTPResponse], body: Any) -> None:
    response = kind(raw(body), CLIENT)
    assert kind.__name__ in Table(response).caption
    assert repr(response).startswith(f"{kind.__name__}(")


HOSTILE = "<script>alert('x')</script>&\"<img src=x onerror=y>"


@pytest.mark.parametrize(
    "response",
    [
        GlobusHTTPResponse(raw({HOSTILE: HOSTILE, "nested": [HOSTILE]}), CLIENT),
        listing({HOSTILE: HOSTILE, "name": HOSTILE}, HOSTILE),
        ArrayResponse(raw([HOSTILE]), CLIENT),
        GlobusHTTPResponse(raw(HOSTILE.encode()), CLIENT),
    ],
)
def test_documents_bring_no_markup_along(response: GlobusHTTPResponse) -> None:
    shown = response._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown
    assert any(HOSTILE in cell for row in Table(response).rows for cell in row) or (
        HOSTILE in Table(response).caption
    )


def test_tokens_are_not_shown_but_written_where_they_are_asked_for() -> None:
    document = {**TOKENS, "other_tokens": [{**TOKENS, "resource_server": "other"}]}
    tokens = OAuthTokenResponse(raw(document), CLIENT)
    within = GlobusHTTPResponse(raw({"included": {"credentials": [SECRETS]}}), CLIENT)
    for response in (tokens, within, listing(SECRETS), ArrayResponse(raw([[SECRETS]]), CLIENT)):
        assert "hush" not in repr(response)
        assert "hush" not in response._repr_html_()
    assert '"secret": "***"' in repr(within)
    assert ["scope", "openid"] in Table(tokens).rows
    assert json.loads(str(within)) == within.data
    assert tokens.data == document
    assert "hush-1" in str(tokens)
    assert "hush-1" in str(tokens.by_resource_server)


def test_absent_secrets_are_shown_as_absent() -> None:
    response = GlobusHTTPResponse(raw({"refresh_token": None, "secret": ""}), CLIENT)
    assert repr(response) == 'GlobusHTTPResponse({"refresh_token": null, "secret": ""})'


def test_a_client_tells_where_it_goes_and_how_it_is_authorized() -> None:
    at = "base_url='https://transfer.api.globus.org/'"
    assert repr(TransferClient()) == f"TransferClient({at})"
    authorizer = AccessTokenAuthorizer("hush")
    for kind in (TransferClient, AsyncTransferClient):
        shown = f"{kind.__name__}({at}, authorizer=<AccessTokenAuthorizer>)"
        assert repr(kind(authorizer=authorizer)) == shown
    renewing = RefreshTokenAuthorizer(
        "hush", NativeAppAuthClient("id"), access_token="hush", expires_at=2**40
    )
    assert repr(AsyncTransferClient(authorizer=renewing)).endswith("<RefreshTokenAuthorizer>)")
    elsewhere = TransferClient(environment="sandbox", base_url="http://x/")
    assert repr(elsewhere) == "TransferClient(base_url='http://x/', environment='sandbox')"


def test_a_client_tells_its_app() -> None:
    with UserApp("mine", client_id="id") as app:
        shown = repr(TransferClient(app=app, base_url="http://x/"))
    assert shown == "TransferClient(base_url='http://x/', app=<UserApp 'mine'>)"
