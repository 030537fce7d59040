"""Consents: which app may do what for whom, as a forest."""
