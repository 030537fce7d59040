"""Mail to people: what it says, and the ways it goes."""
