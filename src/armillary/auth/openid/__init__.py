"""OpenID Connect: keys, claims, discovery, userinfo."""
