"""What is the same in every deployment."""

from __future__ import annotations

COMMAND_LINE_CLIENT_ID = "3c7b1f5e-8d42-4a96-b0e3-6f15d29a7c84"
"""The ``armillary`` command itself, a native app."""

LONGEST_TIMEOUT_MINS = 525_600
"""For how long a sign-in can be good for a high assurance collection: a year."""
