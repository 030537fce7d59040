-- A session of the developer console.
INSERT INTO console_session (id_hash, content, expires_at) VALUES
    ('93d8874c8c86f0fc893dbe15c765ffa0fcd342f798dbf669e08f8cbe095d230c', 'sealed', '2126-01-31 18:04:49.000000');
