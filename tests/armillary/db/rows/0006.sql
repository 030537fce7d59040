-- An authentication policy.
INSERT INTO auth_policy (id, project_id, display_name, description, high_assurance,
    authentication_assurance_timeout, required_mfa, domain_constraints_include,
    domain_constraints_exclude, created) VALUES
    ('f0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001', 'Recent', 'Signed in today', true, 86400,
     false, '["example.org"]', NULL, '2026-01-31 18:04:49.123456');
