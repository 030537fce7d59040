"""A deployment of many processes on machines of their own, as docs/scale.md lays it out."""
