-- A service's tokens for others, got by the dependent token grant.
INSERT INTO auth_grant (id, client_id, identity_id, session_id, authentications, offline, created,
    revoked_at) VALUES
    ('9a000000-0000-4000-8000-000000000003', 'c1000000-0000-4000-8000-000000000002', '1d000000-0000-4000-8000-000000000001', '5e000000-0000-4000-8000-000000000001', '{"1d000000-0000-4000-8000-000000000001": {"acr": null, "amr": ["pwd"], "idp": "3f6c2d0e-7a51-4f0b-9d27-5b7e1c9a4e10", "auth_time": 1769882689, "custom_claims": {}}}', false, '2026-01-31 18:04:49.123456', NULL);
INSERT INTO auth_grant_derivation (grant_id, origin_id, app_id, above) VALUES
    ('9a000000-0000-4000-8000-000000000003', '9a000000-0000-4000-8000-000000000001', 'c1000000-0000-4000-8000-000000000001',
     '[["https://auth.globus.org/scopes/archive.example.org/all"]]');
