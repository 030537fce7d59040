"""Scopes: their grammar, who owns them and what they depend on."""
