"""Proofs by e-mail: that an address is one's own, and that a forgotten password may be replaced."""
