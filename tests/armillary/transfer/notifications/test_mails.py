"""What the mails say, and that nobody's words make them say something else."""

from __future__ import annotations

import shlex
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.mail.message import Mail, message_of
from armillary.transfer.model import Collection, Task, TaskStatus
from armillary.transfer.notifications.mails import Words, about_access, about_task
from armillary.transfer.permissions.model import AccessRule

SOURCE, DESTINATION = new_id(), new_id()
NAMES = {SOURCE: "Beamline 7", DESTINATION: "Archive"}
HOSTILE = [
    "x\r\nBcc: eve@example.org\r\n\r\nClick here",
    "x\nSubject: y",
    "x\u2028Bcc: eve@example.org\x85Bcc: eve@example.org\x0bBcc: eve@example.org",
    "\x00\x1b[31mred\x07",
    "\u202egnp.exe",
    "Zürich 東京 \U0001f680",
    "=?utf-8?q?=0d=0aBcc:_eve@example.org?=",
    "a" * 10_240,
    "東" * 10_240,
    "",
]


def a_task(status: TaskStatus, **fields: Any) -> Task:
    ended = status in (TaskStatus.SUCCEEDED, TaskStatus.FAILED)
    values: dict[str, Any] = {
        "id": new_id(),
        "type": "TRANSFER",
        "status": status,
        "label": "the run",
        "options": {},
        "source_id": SOURCE,
        "destination_id": DESTINATION,
        "request_time": utcnow(),
        "completion_time": utcnow() if ended else None,
        "faults": 2,
        "files": 12,
        "files_transferred": 11,
        "files_skipped": 1,
        "skipped_errors": 0,
        "bytes_transferred": 4711,
    }
    return Task(**values | fields)


def sent(words: Words) -> EmailMessage:
    """The mail as its receiver reads it."""
    mail = Mail("ann@example.org", words.subject, words.text)
    raw = message_of(mail, sender="armillary@example.org").as_bytes(policy=policy.SMTP)
    return message_from_bytes(raw, policy=policy.default)


FAILURE = {"fatal_error_code": "FILE_NOT_FOUND", "fatal_error_description": "There is no /a."}
CONSENT = {
    "nice_status_details": "Log in again.",
    "authorization_parameters": {"required_scopes": ["all[*data_access]"]},
}
CREDENTIAL = {"nice_status_details": "Give the collection a credential; then resume the task."}


@pytest.mark.parametrize(
    ("status", "fields", "subject", "said"),
    [
        (
            TaskStatus.SUCCEEDED,
            {},
            "Task SUCCEEDED: the run",
            ['"the run" has succeeded', "11 transferred, 1 skipped", "4711", "notify_on_succeeded"],
        ),
        (
            TaskStatus.SUCCEEDED,
            {"label": None, "skipped_errors": 3},
            "Task SUCCEEDED: Beamline 7 to Archive",
            ["The transfer has succeeded", "3 because of errors"],
        ),
        (
            TaskStatus.SUCCEEDED,
            {"label": " ", "type": "DELETE", "destination_id": None},
            "Task SUCCEEDED: Beamline 7",
            ["The deletion", "files       12"],
        ),
        (TaskStatus.FAILED, FAILURE, "Task FAILED: the run", ["There is no /a. (FILE_NOT_FOUND)"]),
        (
            TaskStatus.INACTIVE,
            CONSENT,
            "Task INACTIVE: the run",
            ["waits for you", "Log in again.", "globus session consent 'all[*data_access]'"],
        ),
        (TaskStatus.INACTIVE, CREDENTIAL, "Task INACTIVE: the run", ["armillary task resume"]),
    ],
)
def test_an_owner_reads_what_became_of_the_task(
    status: TaskStatus, fields: dict[str, Any], subject: str, said: list[str]
) -> None:
    task = a_task(status, **fields)
    mail = sent(about_task(task, NAMES))
    text = mail.get_content()
    assert mail["Subject"] == subject
    assert f"Beamline 7 ({SOURCE})" in text
    assert (f"Archive ({DESTINATION})" in text) is (task.destination_id is not None)
    for words in [*said, task.id, "faults      2"]:
        assert words in text, text


def test_a_command_does_no_more_than_it_says() -> None:
    scope = "s'; rm -rf ~; echo '$(id)"
    parameters = {"required_scopes": [scope]}
    text = about_task(a_task(TaskStatus.INACTIVE, authorization_parameters=parameters), {}).text
    (command,) = [line for line in text.splitlines() if "session consent" in line]
    assert shlex.split(command) == ["globus", "session", "consent", scope]


def test_a_collection_that_is_gone_is_told_by_its_id() -> None:
    mail = sent(about_task(a_task(TaskStatus.SUCCEEDED, label=None), {}))
    assert mail["Subject"] == f"Task SUCCEEDED: {SOURCE} to {DESTINATION}"


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("status", [TaskStatus.SUCCEEDED, TaskStatus.FAILED, TaskStatus.INACTIVE])
def test_labels_names_and_errors_make_no_headers_and_no_lines(
    hostile: str, status: TaskStatus
) -> None:
    plain = about_task(a_task(status, **FAILURE, **CONSENT), NAMES)
    task = a_task(
        status,
        label=hostile,
        fatal_error_code="E",
        fatal_error_description=hostile,
        nice_status_details=hostile,
        authorization_parameters={"required_scopes": [hostile]},
    )
    words = about_task(task, dict.fromkeys(NAMES, hostile))
    check(words, lines=plain.text.count("\n"))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_sharers_and_their_messages_make_no_headers(hostile: str) -> None:
    rule = AccessRule(principal_type="identity", permissions="r", path=f"/{hostile}/")
    collection = Collection(id=new_id(), display_name=hostile)
    words = about_access(rule, collection, sharer=hostile, message=hostile)
    check(words)
    text = sent(words).get_content()
    assert "\nBcc" not in text
    assert "\nSubject" not in text
    assert "\nClick here" not in text
    if "Click" in hostile:
        assert "> Click here" in text


def check(words: Words, *, lines: int | None = None) -> None:
    """Nothing but the headers that are ours, and the text as it was made."""
    mail = sent(words)
    assert sorted(mail.keys()) == [
        "Auto-Submitted",
        "Content-Transfer-Encoding",
        "Content-Type",
        "From",
        "MIME-Version",
        "Subject",
        "To",
    ]
    assert mail["To"] == "ann@example.org"
    assert len(str(mail["Subject"])) <= 256
    assert mail.get_content().splitlines() == words.text.splitlines()
    assert set(words.text) - {"\n"} == {c for c in words.text if c.isprintable()}
    assert lines is None or words.text.count("\n") == lines


@pytest.mark.parametrize(
    ("principal_type", "permissions", "said"),
    [
        ("identity", "r", ["ann@example.org shares a directory of Archive with you", "  read\n"]),
        ("group", "rw", ["a group that you belong to", "read and write"]),
        ("all_authenticated_users", "r", ["everybody who is logged in"]),
        ("anonymous", "r", ["with everybody."]),
    ],
)
def test_somebody_reads_who_shares_what(
    principal_type: str, permissions: str, said: list[str]
) -> None:
    rule = AccessRule(principal_type=principal_type, permissions=permissions, path="/run 7/")
    collection = Collection(id=DESTINATION, display_name="Archive")
    words = about_access(rule, collection, sharer="ann@example.org", message="Hi,\n\nlook: here")
    assert words.subject == "ann@example.org shares Archive with you"
    for text in [*said, DESTINATION, "/run 7/", "> Hi,\n> \n> look: here", "gave this address"]:
        assert text in words.text, words.text
    assert "writes" not in about_access(rule, collection, sharer="a", message=" ").text
