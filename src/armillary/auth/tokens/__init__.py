"""Codes, access tokens and refresh tokens, and the grant that ties them together."""
