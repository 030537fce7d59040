"""Whether sign-ins meet a policy: a table of what is asked and what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from armillary.auth.policies.rules import Evaluation, SignIn, evaluate, sign_ins_of

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@dataclass
class Policy:
    high_assurance: bool = False
    authentication_assurance_timeout: int | None = None
    required_mfa: bool = False
    domain_constraints_include: list[str] | None = None
    domain_constraints_exclude: list[str] | None = None


def sign_in(domain: str | None = None, *, ago: int = 10, mfa: bool = False) -> SignIn:
    return SignIn(domain, NOW - timedelta(seconds=ago), mfa)


LAB, LAB_STRONG = sign_in("lab.org"), sign_in("lab.org", mfa=True)
ELSEWHERE = sign_in("elsewhere.org", mfa=True)
OF_LAB = {"domain_constraints_include": ["lab.org"]}
BELOW_LAB = {"domain_constraints_include": ["*.lab.org"]}
NOT_LAB = {"domain_constraints_exclude": ["lab.org", "*.lab.org"]}
HIGH = {"high_assurance": True}
STRONG = {**HIGH, "required_mfa": True}

# what the policy asks, the session's sign-ins, the linked domains, whether it is met
CASES = [
    ({}, [sign_in()], [None], True),
    ({}, [], ["lab.org"], False),
    (OF_LAB, [LAB], ["lab.org"], True),
    (OF_LAB, [sign_in()], [None], False),
    (OF_LAB, [ELSEWHERE], ["elsewhere.org", "lab.org"], True),
    (OF_LAB | HIGH, [ELSEWHERE], ["elsewhere.org", "lab.org"], False),
    (OF_LAB | HIGH, [ELSEWHERE, LAB], ["elsewhere.org", "lab.org"], True),
    (OF_LAB, [sign_in("x.lab.org")], ["x.lab.org"], False),
    (BELOW_LAB, [sign_in("x.lab.org")], ["x.lab.org"], True),
    (BELOW_LAB, [sign_in("a.b.lab.org")], ["a.b.lab.org"], True),
    (BELOW_LAB, [LAB], ["lab.org"], False),
    (BELOW_LAB, [sign_in("evil-lab.org")], ["evil-lab.org"], False),
    ({"domain_constraints_include": []}, [LAB], ["lab.org"], False),
    (NOT_LAB, [LAB], ["lab.org"], False),
    (NOT_LAB, [LAB], ["lab.org", "elsewhere.org"], True),
    (NOT_LAB | HIGH, [LAB], ["lab.org", "elsewhere.org"], False),
    (NOT_LAB, [sign_in()], [None], True),
    (NOT_LAB | {"domain_constraints_include": ["lab.org", "a.org"]}, [LAB], ["lab.org"], False),
    (STRONG, [LAB], ["lab.org"], False),
    (STRONG, [LAB_STRONG], ["lab.org"], True),
    (STRONG | OF_LAB, [LAB, ELSEWHERE], ["lab.org", "elsewhere.org"], False),
    (STRONG | OF_LAB, [LAB_STRONG, ELSEWHERE], ["lab.org", "elsewhere.org"], True),
    ({"authentication_assurance_timeout": 60}, [sign_in(ago=59)], [None], True),
    ({"authentication_assurance_timeout": 60}, [sign_in(ago=60)], [None], False),
    (
        HIGH | OF_LAB | {"authentication_assurance_timeout": 60},
        [sign_in("lab.org", ago=61), ELSEWHERE],
        ["lab.org", "elsewhere.org"],
        False,
    ),
]


@pytest.mark.parametrize(("conditions", "sign_ins", "linked", "met"), CASES)
def test_a_policy_is_met_or_says_what_to_do(
    conditions: dict[str, object], sign_ins: list[SignIn], linked: list[str | None], met: bool
) -> None:
    evaluation = evaluate(Policy(**conditions), sign_ins, linked, NOW)  # type: ignore[arg-type]
    assert (evaluation.unmet is None) is met
    assert met or evaluation.until is None


def test_a_policy_that_looks_at_the_clock_says_until_when_it_is_met() -> None:
    policy = Policy(authentication_assurance_timeout=60)
    latest = [sign_in(ago=50), sign_in(ago=20), sign_in(ago=3000)]
    assert evaluate(policy, latest, [None], NOW) == Evaluation(until=NOW + timedelta(seconds=40))


def test_an_identity_that_left_the_account_counts_no_longer() -> None:
    authentication = {"auth_time": 0, "amr": ["pwd", "mfa"], "acr": None, "idp": "x"}
    assert sign_ins_of({"a": authentication, "b": authentication}, {"a": "lab.org"}) == [
        SignIn("lab.org", datetime.fromtimestamp(0, UTC), mfa=True)
    ]
