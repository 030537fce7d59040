"""Mail to people about their tasks, and to those with whom something is shared."""
