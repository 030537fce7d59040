"""Messages to the world outside: held by one sender, and tried until they arrive."""
