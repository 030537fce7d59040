"""The authorization endpoint: a pipeline of checks, one a file, in the order of ``pipeline``."""
