"""Registered clients: apps, services and resource servers, with their credentials."""
