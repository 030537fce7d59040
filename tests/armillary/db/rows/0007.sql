-- A task that waits, and one that a worker held when everything was stopped.
INSERT INTO task (id, owner_id, owner_username, type, status, label, submission_id, options, items,
    source_id, destination_id, request_time, deadline, phase, worker_id, lease_until, attempt,
    cancel_requested, nice_status, faults, files, directories, symlinks, files_skipped,
    files_transferred, bytes_transferred, bytes_checksummed) VALUES
    ('7a000000-0000-4000-8000-000000000002', '1d000000-0000-4000-8000-000000000001', 'ada@example.org', 'TRANSFER', 'ACTIVE', 'Waits',
     '7b000000-0000-4000-8000-000000000002', '{}', '[]',
     'e0000000-0000-4000-8000-000000000001', 'e0000000-0000-4000-8000-000000000002',
     '2026-01-31 18:04:49.123456', '2126-01-31 18:04:49.000000', 'scan', NULL, NULL, 0,
     false, 'Queued', 0, 0, 0, 0, 0,
     0, 0, 0),
    ('7a000000-0000-4000-8000-000000000003', '1d000000-0000-4000-8000-000000000001', 'ada@example.org', 'TRANSFER', 'ACTIVE', 'Runs',
     '7b000000-0000-4000-8000-000000000003', '{}', '[]',
     'e0000000-0000-4000-8000-000000000001', 'e0000000-0000-4000-8000-000000000002',
     '2026-01-31 18:04:49.123456', '2126-01-31 18:04:49.000000', 'move', 'local', '2026-01-31 18:04:49.123456', 2,
     false, 'OK', 0, 0, 0, 0, 0,
     0, 0, 0);
INSERT INTO task_unit (task_id, number, work, finished, done) VALUES
    ('7a000000-0000-4000-8000-000000000003', 0, '{"kind": "file"}', false, '[[0, 5]]');
