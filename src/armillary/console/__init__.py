"""The developer console: web pages that manage apps, as any customer of Auth could."""
