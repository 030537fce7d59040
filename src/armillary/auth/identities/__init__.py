"""People and service identities, their accounts and passwords."""
