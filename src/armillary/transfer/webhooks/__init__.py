"""Events of tasks, sent to addresses that their owners named."""
