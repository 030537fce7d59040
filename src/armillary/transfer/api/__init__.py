"""Transfer's HTTP routes, one file a resource."""
