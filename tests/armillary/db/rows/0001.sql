-- What a deployment of the first release holds: people, apps, consents, tokens, an audit trail.
-- The secrets behind the hashes are in the test.
INSERT INTO auth_account (id, created) VALUES
    ('a1000000-0000-4000-8000-000000000001', '2026-01-31 18:04:49.123456'),
    ('a1000000-0000-4000-8000-000000000002', '2026-01-31 18:04:49.123456');
INSERT INTO auth_identity (id, account_id, username, name, email, organization, status,
    identity_type, identity_provider, is_primary, created) VALUES
    ('1d000000-0000-4000-8000-000000000001', 'a1000000-0000-4000-8000-000000000001', 'ada@example.org', 'Ada Lovelace',
     'ada@example.org', 'Analytical Engines', 'used', 'login', '3f6c2d0e-7a51-4f0b-9d27-5b7e1c9a4e10', true, '2026-01-31 18:04:49.123456'),
    ('c1000000-0000-4000-8000-000000000003', 'a1000000-0000-4000-8000-000000000002', 'c1000000-0000-4000-8000-000000000003@clients.auth.globus.org',
     'robot', NULL, NULL, 'used', 'login', 'b9a3d8f4-2c6e-4d1a-8f35-0c4e7d2b6a91', true, '2026-01-31 18:04:49.123456');
INSERT INTO auth_password (identity_id, hash, changed) VALUES
    ('1d000000-0000-4000-8000-000000000001', '$argon2id$v=19$m=1024,t=1,p=1$/ahtuj4M41JC4rqca43vSQ$d7xqc/gBHyrKbMt0mXnNrkNLwsgvF8hRXY8KQrbHKLo', '2026-01-31 18:04:49.123456');
INSERT INTO auth_project (id, display_name, contact_email, created) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'Physics', 'physics@example.org', '2026-01-31 18:04:49.123456');
INSERT INTO auth_project_admin (project_id, identity_id) VALUES
    ('b0000000-0000-4000-8000-000000000001', '1d000000-0000-4000-8000-000000000001');
INSERT INTO auth_client (id, name, client_type, project_id, parent_client_id, is_template,
    resource_server_name, redirect_uris, fqdns, visibility, created) VALUES
    ('c1000000-0000-4000-8000-000000000001', 'Notebook', 'public_installed_client', 'b0000000-0000-4000-8000-000000000001',
     NULL, false, NULL, '["{auth_url}/v2/web/auth-code", "http://localhost"]', '[]', 'private', '2026-01-31 18:04:49.123456'),
    ('c1000000-0000-4000-8000-000000000002', 'Archive', 'resource_server', NULL,
     NULL, false, 'archive.example.org', '[]', '["archive.example.org"]', 'public', '2026-01-31 18:04:49.123456'),
    ('c1000000-0000-4000-8000-000000000003', 'robot', 'confidential_client', 'b0000000-0000-4000-8000-000000000001',
     NULL, false, NULL, '[]', '[]', 'private', '2026-01-31 18:04:49.123456');
INSERT INTO auth_client_credential (id, client_id, name, secret_hash, created) VALUES
    ('cc000000-0000-4000-8000-000000000001', 'c1000000-0000-4000-8000-000000000003', 'first',
     'e934524395ab8aa265a88f10538ab034b8196fb8d369e6fe3d519ed16bde4030', '2026-01-31 18:04:49.123456');
INSERT INTO auth_scope (id, client_id, scope_string, name, description, advertised,
    allows_refresh_token) VALUES
    ('5c000000-0000-4000-8000-000000000001', 'c1000000-0000-4000-8000-000000000002', 'https://auth.globus.org/scopes/archive.example.org/all', 'all',
     'Use the archive', false, true),
    ('5c000000-0000-4000-8000-000000000002', 'c1000000-0000-4000-8000-000000000002', 'https://auth.globus.org/scopes/archive.example.org/tape', 'tape',
     'Mount tapes', false, false);
INSERT INTO auth_scope_dependency (scope_id, dependent_id, optional, requires_refresh_token) VALUES
    ('5c000000-0000-4000-8000-000000000001', '5c000000-0000-4000-8000-000000000002', true, false);
INSERT INTO auth_session (id, cookie_hash, account_id, created, expires_at, ended_at) VALUES
    ('5e000000-0000-4000-8000-000000000001', 'd7e83e28a04b537e64424546b14caf9b67bad2f28dabce68116e0d372319fa00', 'a1000000-0000-4000-8000-000000000001', '2026-01-31 18:04:49.123456', '2126-01-31 18:04:49.000000', NULL);
INSERT INTO auth_authentication (session_id, identity_id, idp, auth_time, amr) VALUES
    ('5e000000-0000-4000-8000-000000000001', '1d000000-0000-4000-8000-000000000001', '3f6c2d0e-7a51-4f0b-9d27-5b7e1c9a4e10', '2026-01-31 18:04:49.123456', '["pwd"]');
INSERT INTO auth_failed_login (id, username_hash, address, at) VALUES
    (7, 'cfe00dde46ef942601ffafb9e2825e802858b460e586b8305b344c1eb826357d', '192.0.2.7', '2026-01-31 18:04:49.123456');
INSERT INTO auth_grant (id, client_id, identity_id, session_id, authentications, offline, created,
    revoked_at) VALUES
    ('9a000000-0000-4000-8000-000000000001', 'c1000000-0000-4000-8000-000000000001', '1d000000-0000-4000-8000-000000000001', '5e000000-0000-4000-8000-000000000001', '{"1d000000-0000-4000-8000-000000000001": {"acr": null, "amr": ["pwd"], "idp": "3f6c2d0e-7a51-4f0b-9d27-5b7e1c9a4e10", "auth_time": 1769882689, "custom_claims": {}}}', true, '2026-01-31 18:04:49.123456', NULL),
    ('9a000000-0000-4000-8000-000000000002', 'c1000000-0000-4000-8000-000000000001', '1d000000-0000-4000-8000-000000000001', '5e000000-0000-4000-8000-000000000001', '{"1d000000-0000-4000-8000-000000000001": {"acr": null, "amr": ["pwd"], "idp": "3f6c2d0e-7a51-4f0b-9d27-5b7e1c9a4e10", "auth_time": 1769882689, "custom_claims": {}}}', false, '2026-01-31 18:04:49.123456', '2026-01-31 18:04:49.123456');
INSERT INTO auth_code (code_hash, grant_id, redirect_uri, scope, code_challenge, nonce, state,
    expires_at, used_at) VALUES
    ('5694d08a2e53ffcae0c3103e5ad6f6076abd960eb1f8a56577040bc1028f702b', '9a000000-0000-4000-8000-000000000001', 'http://localhost:1234',
     'https://auth.globus.org/scopes/archive.example.org/all', 'ccccccccccccccccccccccccccccccccccccccccccc', NULL, '_default', '2026-01-31 18:04:49.123456', '2026-01-31 18:04:49.123456');
INSERT INTO auth_refresh_token (token_hash, grant_id, resource_server, scopes, created, last_used)
    VALUES
    ('e0f86a1300873f78f49b4b76805d54f8bd245cc3b381474980c07ff41a942ff1', '9a000000-0000-4000-8000-000000000001', 'archive.example.org',
     '["https://auth.globus.org/scopes/archive.example.org/all"]', '2026-01-31 18:04:49.123456', '2126-01-31 18:04:49.000000');
INSERT INTO auth_access_token (token_hash, grant_id, resource_server, scopes, issued_at, expires_at)
    VALUES
    ('0c3d46946bbf99c8213dd7f6c640ed6433bdc056a5b68e7e80f5525311b0ca11', '9a000000-0000-4000-8000-000000000001', 'archive.example.org',
     '["https://auth.globus.org/scopes/archive.example.org/all"]', '2026-01-31 18:04:49.123456', '2126-01-31 18:04:49.000000'),
    ('bf9f669a20d32fef59c1c47d88e86be06292b3396f1dafe462cc56c5fc71bdc9', '9a000000-0000-4000-8000-000000000002', 'archive.example.org',
     '["https://auth.globus.org/scopes/archive.example.org/all"]', '2026-01-31 18:04:49.123456', '2126-01-31 18:04:49.000000');
INSERT INTO auth_consent (id, parent_id, identity_id, app_id, client_id, scope_id, allows_refresh,
    auto_approved, atomically_revocable, created, updated, last_used) VALUES
    (3, NULL, '1d000000-0000-4000-8000-000000000001', 'c1000000-0000-4000-8000-000000000001', 'c1000000-0000-4000-8000-000000000001', '5c000000-0000-4000-8000-000000000001', true, false, false, '2026-01-31 18:04:49.123456', '2026-01-31 18:04:49.123456', '2026-01-31 18:04:49.123456'),
    (4, 3, '1d000000-0000-4000-8000-000000000001', 'c1000000-0000-4000-8000-000000000001', 'c1000000-0000-4000-8000-000000000002', '5c000000-0000-4000-8000-000000000002', false, false, true, '2026-01-31 18:04:49.123456', '2026-01-31 18:04:49.123456', '2026-01-31 18:04:49.123456');
INSERT INTO auth_audit_event (id, at, event, actor, client, target, detail) VALUES
    (11, '2026-01-31 18:04:49.123456', 'login.succeeded', '1d000000-0000-4000-8000-000000000001', NULL, '1d000000-0000-4000-8000-000000000001', '{"address": "192.0.2.7"}'),
    (12, '2026-01-31 18:04:49.123456', 'token.issued', '1d000000-0000-4000-8000-000000000001', 'c1000000-0000-4000-8000-000000000001', 'archive.example.org', '{"scopes": []}');
