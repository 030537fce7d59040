"""Browser sessions: signing in, signing up, signing out, and when who authenticated."""
