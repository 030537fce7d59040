"""Which page each public name of the library stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).parents[2] / "docs" / "sdk" / "reference"


@dataclass(frozen=True)
class Page:
    """One file.

    :param name: of the file, and its heading.
    :param source: a module below ``globus_sdk``; those of its public names that no earlier page
        has stand here. Its own text stands first, unless ``names`` do.
    :param names: those that stand first.
    """

    name: str
    source: str
    names: tuple[str, ...] = ()

    @property
    def module(self) -> ModuleType:
        """The module."""
        return import_module(f"globus_sdk.{self.source}")


PAGES = (
    Page("BaseClient", "client", ("BaseClient",)),
    Page("TransferClient", "services.transfer", ("TransferClient", "TransferData", "DeleteData")),
    Page("TaskEventStream", "services.transfer.streaming", ("TaskEventStream",)),
    Page("NativeAppAuthClient", "services.auth.client.native_client", ("NativeAppAuthClient",)),
    Page(
        "ConfidentialAppAuthClient",
        "services.auth.client.confidential_client",
        ("ConfidentialAppAuthClient",),
    ),
    Page("AuthLoginClient", "services.auth.client.base_login_client", ("AuthLoginClient",)),
    Page("AuthClient", "services.auth", ("AuthClient", "IdentityMap")),
    Page("GroupsClient", "services.groups", ("GroupsClient", "GroupsManager")),
    Page("GCSClient", "services.gcs", ("GCSClient",)),
    Page("SearchClient", "services.search", ("SearchClient",)),
    Page("SpecificFlowClient", "services.flows.client", ("SpecificFlowClient",)),
    Page("FlowsClient", "services.flows", ("FlowsClient",)),
    Page("TimersClient", "services.timers", ("TimersClient", "TransferTimer", "FlowTimer")),
    Page("ComputeClientV3", "services.compute.client", ("ComputeClientV3",)),
    Page("ComputeClientV2", "services.compute", ("ComputeClientV2",)),
    Page("TransferClientV2", "experimental.transfer_v2", ("TransferClientV2",)),
    Page("GCSCollectionClient", "experimental.gcs_collection_client", ("GCSCollectionClient",)),
    Page("GCSDownloader", "experimental.gcs_downloader", ("GCSDownloader",)),
    Page("apps", "globus_app", ("UserApp", "ClientApp", "GlobusAppConfig", "GlobusApp")),
    Page("authorizers", "authorizers"),
    Page("scopes", "scopes"),
    Page("consents", "scopes.consents"),
    Page("token_storage", "token_storage"),
    Page("token_errors", "token_storage.validating_token_storage"),
    Page("storage_adapters", "token_storage.legacy"),
    Page("login_flows", "login_flows"),
    Page("gare", "gare"),
    Page("transport", "transport"),
    Page("errors", "exc"),
    Page("responses", "response"),
    Page("auth_responses", "services.auth.response"),
    Page("documents", "documents"),
    Page("paging", "paging"),
    Page("testing", "testing"),
    Page("local_endpoint", "local_endpoint"),
    Page("config", "config"),
    Page("utils", "utils"),
    Page("TimerClient", "services.timer", ("TimerClient",)),
)


class Index:
    """Where each name stands: an async client stands with its twin."""

    def __init__(self) -> None:
        self.names_of: dict[str, list[str]] = {}
        self.page_of: dict[str, str] = {}
        for page in PAGES:
            self._fill(page)

    def _fill(self, page: Page) -> None:
        offered = dict.fromkeys((*page.names, *getattr(page.module, "__all__", ())))
        new = [name for name in offered if name not in self.page_of]
        twins = [n for n in new if n.startswith("Async") and n[5:] in offered]
        self.names_of[page.name] = [name for name in new if name not in twins]
        hidden = [f"Async{name}" for name in new if hasattr(page.module, f"Async{name}")]
        self.page_of.update(dict.fromkeys([*new, *hidden], page.name))

    def link(self, name: str, page: str, text: str) -> str:
        """A link to ``Name`` or ``Name.member``, on a page; only the text if it stands nowhere."""
        first, _, member = name.partition(".")
        if first not in self.page_of:
            return f"`{text}`"
        shown = first if first in self.names_of[self.page_of[first]] else first[5:]
        file = "" if self.page_of[first] == page else f"{self.page_of[first]}.md"
        return f"[`{text}`]({file}#{anchor(f'{shown}.{member}' if member else shown)})"


def anchor(heading: str) -> str:
    """What a heading is called in links."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
