"""Operations on the files of a collection."""

from __future__ import annotations

from ...models import ResponseSet
from .._people import COLLECTION_ID
from .endpoints import COLLECTION, NAME
from .shapes import Document, answer, no_consent, no_such_endpoint, refused, result

OPERATIONS = f"/v0.10/operation/endpoint/{COLLECTION_ID}"
_LS, _STAT, _MKDIR, _RENAME = (f"{OPERATIONS}/{name}" for name in ("ls", "stat", "mkdir", "rename"))
_WHERE = f"\nEndpoint: {NAME} ({COLLECTION_ID})"


def file(name: str, **changes: str | int) -> Document:
    """A file, or whatever has this ``type``."""
    return {
        "DATA_TYPE": "file",
        "name": name,
        "type": "file",
        "size": 4096,
        "last_modified": "2026-01-15 10:30:00+00:00",
        "permissions": "0644",
        "user": "ada",
        "group": "optics",
        "link_target": None,
        "link_size": None,
        "link_user": None,
        "link_group": None,
        "link_last_modified": None,
        **changes,
    }


FILES = [
    file("raw", type="dir", permissions="0755"),
    file("notes.txt", size=1215),
    file(
        "latest.tif",
        size=73_400_320,
        link_target="raw/0001.tif",
        link_size=12,
        link_user="ada",
        link_group="optics",
        link_last_modified="2026-01-15 10:31:00+00:00",
    ),
]

ANSWERS: dict[str, ResponseSet] = {
    "operation_ls": ResponseSet(
        metadata={**COLLECTION, "path": "/~/", "names": [one["name"] for one in FILES]},
        default=answer(
            path=_LS,
            json={
                "DATA_TYPE": "file_list",
                "endpoint": COLLECTION_ID,
                "path": "/~/",
                "absolute_path": "/home/ada/",
                "rename_supported": True,
                "symlink_supported": True,
                "length": len(FILES),
                "total": len(FILES),
                "DATA": FILES,
            },
        ),
        not_found=refused(_LS, 404, "ClientError.NotFound", f"There is no such directory.{_WHERE}"),
        permission_denied=refused(
            _LS, 403, "PermissionDenied", f"The storage does not let you list this.{_WHERE}"
        ),
        not_a_directory=refused(
            _LS, 502, "ExternalError.DirListingFailed.NotDirectory", f"That is a file.{_WHERE}"
        ),
        consent_required=no_consent(_LS, COLLECTION_ID),
        endpoint_not_found=no_such_endpoint(_LS, COLLECTION_ID),
    ),
    "operation_stat": ResponseSet(
        metadata=COLLECTION,
        default=answer(path=_STAT, json=file("notes.txt", size=1215)),
        not_found=refused(_STAT, 404, "NotFound", f"There is nothing at this path.{_WHERE}"),
        permission_denied=refused(
            _STAT,
            403,
            "EndpointPermissionDenied",
            f"The storage does not let you look at this.{_WHERE}",
        ),
    ),
    "operation_mkdir": ResponseSet(
        metadata=COLLECTION,
        default=answer(
            path=_MKDIR,
            method="POST",
            json=result(
                _MKDIR,
                "DirectoryCreated",
                "The directory was created successfully",
                data_type="mkdir_result",
            ),
        ),
        exists=refused(
            _MKDIR,
            502,
            "ExternalError.MkdirFailed.Exists",
            f"There is something at this path already.{_WHERE}",
            method="POST",
        ),
    ),
    "operation_rename": ResponseSet(
        metadata=COLLECTION,
        default=answer(
            path=_RENAME,
            method="POST",
            json=result(_RENAME, "FileRenamed", "File or directory renamed successfully"),
        ),
    ),
}
