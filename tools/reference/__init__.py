"""Writes the client library's reference, ``docs/sdk/reference``, from docstrings and signatures."""
