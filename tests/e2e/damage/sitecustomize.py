"""Loaded by every Python that finds it on its path; damages what the first node sends.

A byte is flipped after the node has read and hashed it, for as long as the file that ``DAMAGE``
names exists; what was sent damaged is counted there.
"""

import os
import sys
from typing import Any

if sys.orig_argv[-1].endswith("nodes/one"):
    import xxhash

    from armillary.node import send

    class Damaging:
        """Hashes what was read, then damages what is sent."""

        def __init__(self) -> None:
            self._hash = xxhash.xxh3_128()

        def update(self, data: Any) -> None:
            self._hash.update(data)
            path = os.environ["DAMAGE"]
            if os.path.exists(path) and not isinstance(data, bytes) and not data.readonly:
                data[len(data) // 2] ^= 1
                with open(path, "ab") as file:
                    file.write(b"x")

        def digest(self) -> bytes:
            return self._hash.digest()

        def hexdigest(self) -> str:
            return self._hash.hexdigest()

    class DamagingHashes:
        """Takes the place of the xxhash module."""

        xxh3_128 = Damaging

    vars(send)["xxhash"] = DamagingHashes
