"""What the clients are made of, without any input or output."""
