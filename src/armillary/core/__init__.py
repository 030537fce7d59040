"""What every part may use and what uses no part: settings, ids, time, errors, signing."""
