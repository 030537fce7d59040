"""The answers, a package or module for each service; each has a table ``ANSWERS`` by method."""
