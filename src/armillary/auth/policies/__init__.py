"""Authentication policies: who may come in, and how they have to have signed in.

They are kept and managed; nothing asks them yet when people sign in.
"""
