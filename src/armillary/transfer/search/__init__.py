"""The search for endpoints and collections."""
