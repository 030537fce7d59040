"""Groups of people: who belongs to what, and may decide about it."""
