"""Logging in on a device without a browser, by a code typed elsewhere (RFC 8628)."""
