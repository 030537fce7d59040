"""Signing in with the identity provider of another organization (OpenID Connect Core)."""
