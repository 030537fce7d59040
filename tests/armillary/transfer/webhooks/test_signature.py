"""Any library of Standard Webhooks verifies our signatures."""

from __future__ import annotations

from base64 import b64decode

from armillary.transfer.webhooks.signature import new_secret, signed_headers


def test_the_reference_vector_of_standard_webhooks() -> None:
    headers = signed_headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_each_secret_is_another_and_long_enough() -> None:
    first, second = new_secret(), new_secret()
    assert first != second
    # 24 to 64 bytes, says the specification.
    assert len(b64decode(first.removeprefix("whsec_"), validate=True)) == 32
