from __future__ import annotations

import uuid

import pytest

from globus_sdk import ConnectorTable, GlobusConnectServerConnector


@pytest.mark.parametrize(
    "name",
    ["Google Cloud Storage", "google_cloud_storage", " GOOGLE-cloud  storage ",
     "56366b96-ac98-11e9-abac-9cb6d0d9fd63", "56366B96-AC98-11E9-ABAC-9CB6D0D9FD63",
     uuid.UUID("56366b96-ac98-11e9-abac-9cb6d0d9fd63")],
)  # fmt: skip
def test_connectors_are_found_by_name_and_id(name: str | uuid.UUID) -> None:
    assert ConnectorTable.lookup(name) is ConnectorTable.GOOGLE_CLOUD_STORAGE


@pytest.mark.parametrize("name", ["", "googlecloudstorage", "azure.blob", uuid.UUID(int=0)])
def test_others_are_not(name: str | uuid.UUID) -> None:
    assert ConnectorTable.lookup(name) is None


def test_there_are_fourteen() -> None:
    names = [connector.name for connector in ConnectorTable.all_connectors()]
    assert len(names) == len(set(names)) == 14


def test_a_table_is_extended_without_changing_it() -> None:
    mine = ConnectorTable.extend(connector_name="Star Trek", connector_id=uuid.UUID(int=7))
    more = mine.extend(connector_name="x-y", connector_id="x", attribute_name="Z")
    expected = GlobusConnectServerConnector("Star Trek", str(uuid.UUID(int=7)))
    assert vars(mine)["STAR_TREK"] == mine.lookup("star-trek") == expected
    assert more.lookup("STAR TREK") == expected
    assert vars(more)["Z"] is more.lookup("X_Y") is more.lookup("x")
    assert len(list(more.all_connectors())) == 16
    assert ConnectorTable.lookup("star trek") is None
