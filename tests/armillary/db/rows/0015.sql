-- What became of files.
INSERT INTO transfer_success (task_id, position, source_path, destination_path, algorithm, files) VALUES
    ('7a000000-0000-4000-8000-000000000001', 0, X'2f61', X'2f62ff', 'sha256',
     '[["x", 5, 1769882689, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"]]');
INSERT INTO transfer_skipped (task_id, position, source_path, destination_path, error_code,
    error_details, error_time, is_directory, is_symlink, is_delete_destination_extra,
    external_checksum, checksum_algorithm) VALUES
    ('7a000000-0000-4000-8000-000000000001', 0, X'2f61', X'2f62', 'PERMISSION_DENIED',
     'It may not be read.', '2026-01-31 18:04:49.123456', false, false, false, NULL, NULL);
UPDATE task SET skipped_errors = 1, source_base_path = X'2f', deadline_moves = true
    WHERE id = '7a000000-0000-4000-8000-000000000001';
