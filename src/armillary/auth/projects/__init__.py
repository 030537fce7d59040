"""Projects: sets of clients with administrators in common."""
