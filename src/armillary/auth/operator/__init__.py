"""What those who run the service may do to any account, client and token."""
