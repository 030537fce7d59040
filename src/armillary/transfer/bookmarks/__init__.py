"""Names that people give to places on collections."""
