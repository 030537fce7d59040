"""Documents of the Transfer service; times are ISO 8601 text, sizes bytes."""
