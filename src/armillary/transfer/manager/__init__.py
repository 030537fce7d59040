"""What managers of collections see and decide: tasks of others, pauses, cancellations."""
