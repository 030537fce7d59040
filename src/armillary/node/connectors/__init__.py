"""Ways to reach storage: each implements ``base.Storage`` and runs the same conformance suite."""
