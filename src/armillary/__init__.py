"""The services of Armillary: login, permission, managed transfer and storage nodes."""

__version__ = "0.1.0"
