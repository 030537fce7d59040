"""Managed transfer: collections, directory operations, durable tasks and their events."""
