-- Storage: a node with a mapped and a guest collection, a task that ran.
INSERT INTO node (id, display_name, certificate, fingerprint, manager_host, manager_port, data_host,
    data_port, last_seen) VALUES
    ('d0000000-0000-4000-8000-000000000001', 'Cluster', 'PEM', '03d66dd08835c1ca3f128cceacd1f31ac94163096b20f445ae84285bc0832d72', '127.0.0.1', 4443, '127.0.0.1', 4444, '2026-01-31 18:04:49.123456');
INSERT INTO enrollment_token (token_hash, owner_id, expires_at, used_at) VALUES
    ('40e541bff9ed5a35c2ef982c53a53cfe250893e43b8e2aaed55cfd82c0918bd9', '1d000000-0000-4000-8000-000000000001', '2126-01-31 18:04:49.000000', '2026-01-31 18:04:49.123456');
INSERT INTO collection (id, entity_type, display_name, owner_identity_id, owner_string, endpoint_id,
    node_id, mapped_collection_id, base_path, public, description, keywords, search_text) VALUES
    ('e0000000-0000-4000-8000-000000000001', 'GCSv5_mapped_collection', 'Scratch', '1d000000-0000-4000-8000-000000000001', 'ada@example.org', NULL, 'd0000000-0000-4000-8000-000000000001', NULL,
     '/', true, NULL, NULL, 'scratch'),
    ('e0000000-0000-4000-8000-000000000002', 'GCSv5_guest_collection', 'Shared', '1d000000-0000-4000-8000-000000000001', 'ada@example.org', NULL, NULL, 'e0000000-0000-4000-8000-000000000001',
     '/shared', false, 'For friends', 'a, b', 'shared');
INSERT INTO task (id, owner_id, owner_username, type, status, label, submission_id, options, items,
    source_id, destination_id, request_time, deadline, completion_time, phase, attempt,
    cancel_requested, faults, files, directories, symlinks, files_skipped, files_transferred,
    bytes_transferred, bytes_checksummed) VALUES
    ('7a000000-0000-4000-8000-000000000001', '1d000000-0000-4000-8000-000000000001', 'ada@example.org', 'TRANSFER', 'SUCCEEDED', 'Monday',
     '7b000000-0000-4000-8000-000000000001', '{}', '[]', 'e0000000-0000-4000-8000-000000000001', 'e0000000-0000-4000-8000-000000000002', '2026-01-31 18:04:49.123456', '2126-01-31 18:04:49.000000', '2026-01-31 18:04:49.123456', 'done', 1,
     false, 0, 3, 1, 0, 0, 3, 5000000000, 5000000000);
INSERT INTO task_event (id, task_id, time, code, is_error, description, details) VALUES
    (5, '7a000000-0000-4000-8000-000000000001', '2026-01-31 18:04:49.123456', 'SUCCEEDED', false, 'succeeded', '{}');
INSERT INTO task_unit (task_id, number, work, finished, done) VALUES
    ('7a000000-0000-4000-8000-000000000001', 1, '{"unit": 1}', true, '[[0, 5]]');
INSERT INTO worker (id, last_seen) VALUES ('local', '2026-01-31 18:04:49.123456');
