"""What is wrong with a scope string."""


class ScopeParseError(ValueError):
    """The string does not follow the scope grammar."""


class ScopeCycleError(ScopeParseError):
    """A scope depends, directly or through others, on itself."""
