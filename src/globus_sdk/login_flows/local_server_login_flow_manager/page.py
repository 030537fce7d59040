"""What the browser shows at the end of a login."""

from __future__ import annotations

from string import Template

DEFAULT_HTML_TEMPLATE = Template(
    """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>$login_result</title>
<style>
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 4rem auto; padding: 0 1rem;
  color: #1b2733; background: #fff; }
@media (prefers-color-scheme: dark) { body { color: #e6edf3; background: #14191f; } }
</style>
</head>
<body>
<main>
<h1>$login_result</h1>
<p>$post_login_message</p>
</main>
</body>
</html>
"""
)
"""Its placeholders are ``login_result`` and ``post_login_message``."""
