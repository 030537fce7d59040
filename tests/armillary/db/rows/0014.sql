-- Permissions, bookmarks, pauses; a task that is paused, and one that was cancelled by a manager.
INSERT INTO deleted_collection (id, deleted) VALUES
    ('e0000000-0000-4000-8000-000000000009', '2026-01-31 18:04:49.123456');
INSERT INTO access_rule (id, collection_id, principal_type, principal, path, permissions,
    create_time, expiration_date) VALUES
    ('ac000000-0000-4000-8000-000000000001', 'e0000000-0000-4000-8000-000000000002',
     'identity', '1d000000-0000-4000-8000-000000000001', '/in/', 'rw', '2026-01-31 18:04:49.123456', NULL);
INSERT INTO endpoint_role (id, collection_id, principal_type, principal, role) VALUES
    ('ac000000-0000-4000-8000-000000000002', 'e0000000-0000-4000-8000-000000000002',
     'identity', '1d000000-0000-4000-8000-000000000001', 'access_manager');
INSERT INTO bookmark (id, owner_id, name, collection_id, path) VALUES
    ('ac000000-0000-4000-8000-000000000003', '1d000000-0000-4000-8000-000000000001', 'Runs',
     'e0000000-0000-4000-8000-000000000002', '/in/');
INSERT INTO pause_rule (id, collection_id, identity_id, message, start_time, modified_by_id,
    created_by_host_manager, pause_ls, pause_mkdir, pause_symlink, pause_rename, pause_task_delete,
    pause_task_transfer_write, pause_task_transfer_read) VALUES
    ('ac000000-0000-4000-8000-000000000004', 'e0000000-0000-4000-8000-000000000002', NULL,
     'Disks', '2026-01-31 18:04:49.123456', '1d000000-0000-4000-8000-000000000001',
     true, false, false, false, false, false, true, false);
INSERT INTO admin_cancel (id, requested_by, requested, task_ids) VALUES
    (1, '1d000000-0000-4000-8000-000000000001', '2026-01-31 18:04:49.123456',
     '["7a000000-0000-4000-8000-000000000003"]');
INSERT INTO task (id, owner_id, owner_username, type, status, label, submission_id, options, items,
    source_id, destination_id, request_time, deadline, phase, worker_id, lease_until, attempt,
    cancel_requested, nice_status, faults, files, directories, symlinks, files_skipped,
    files_transferred, bytes_transferred, bytes_checksummed, paused_since, admin_pauses, source_root, destination_root) VALUES
    ('7a000000-0000-4000-8000-000000000004', '1d000000-0000-4000-8000-000000000001', 'ada@example.org', 'TRANSFER', 'ACTIVE', 'Paused',
     '7b000000-0000-4000-8000-000000000004', '{}', '[]',
     'e0000000-0000-4000-8000-000000000001', 'e0000000-0000-4000-8000-000000000002',
     '2026-01-31 18:04:49.123456', '2126-01-31 18:04:49.000000', 'scan', NULL, NULL, 0,
     false, 'Queued', 0, 0, 0, 0, 0,
     0, 0, 0,
     '2026-01-31 18:04:49.123456', '{"source_pause_message": "Disks"}', '/', '/in/');
