"""Shared pieces of the HTTP services: callers, error documents, request ids, pages' safety."""
