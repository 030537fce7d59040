"""What happens to tasks, told while it happens."""
