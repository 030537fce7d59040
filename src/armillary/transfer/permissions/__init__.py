"""Who may do what with a collection: access rules and roles."""
