"""The OpenAPI document of Auth: what programs can call, and how the calls belong together."""
