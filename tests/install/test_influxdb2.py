"""Installing on InfluxDB 2, played by a stub: the calls, their order, and what is left when one is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.sinks.influx import daily

if TYPE_CHECKING:
    from tests.install.conftest import Command
    from tests.support.influxdb2 import InfluxDB2Stub

BUCKETS = ["steps", "steps_daily"]
REFUSED = (401, {"code": "unauthorized", "message": "write:orgs/0a is unauthorized"})


def _counts(stub: InfluxDB2Stub) -> dict[str, int]:
    return {kind: len(held) for kind, held in stub.state.kinds.items()}


@pytest.fixture
def options(stub: InfluxDB2Stub, admin_2: list[str]) -> list[str]:
    """Return the options that lead to the stub as its operator."""
    return ["--influxdb2", stub.url, *admin_2]


def test_a_dry_run_lets_the_server_try_the_boards_and_changes_nothing(
    install: Command, stub: InfluxDB2Stub, options: list[str]
) -> None:
    """The template is handed in as a dry run; no call makes, changes or deletes anything."""
    assert set(install.states(*options, "--dry-run").values()) == {"make"}
    changing = [call for call in stub.calls if call[0] != "GET"]
    assert changing == [("POST", "templates/apply")]
    assert set(_counts(stub).values()) == {0}
    assert stub.state.applied == {}
    assert not install.tokens.exists()


def test_everything_is_made_once(install: Command, stub: InfluxDB2Stub, options: list[str]) -> None:
    """The second run keeps buckets, mappings and tokens, and renews the boards in the same stack."""
    install.document(*options)
    before, token = _counts(stub), install.station_file.read_text()
    assert before == {"buckets": 2, "dbrps": 2, "stacks": 1, "authorizations": 2}
    again = install.states(*options)
    assert again.pop("boards and tasks") == "change"
    assert set(again.values()) == {"keep"}
    assert _counts(stub) == before
    assert install.station_file.read_text() == token


def test_tokens_have_the_least_rights(install: Command, stub: InfluxDB2Stub, options: list[str]) -> None:
    """The station's writes both buckets, the coach's reads both; neither has any other right."""
    install.document(*options)
    ids = [each["id"] for each in stub.state.kinds["buckets"].values()]
    for each in stub.state.kinds["authorizations"].values():
        action = "read" if "coach" in each["description"] else "write"
        rights = [
            (right["action"], right["resource"]["type"], right["resource"]["id"])
            for right in each["permissions"]
        ]
        assert rights == [(action, "buckets", bucket) for bucket in ids]


def test_points_are_kept_three_years_and_days_for_ever(
    install: Command, stub: InfluxDB2Stub, options: list[str]
) -> None:
    """Only the bucket of points has a rule; ``--keep`` changes it later, and nothing else does."""
    install.document(*options)

    def kept() -> list[object]:
        return [each["retentionRules"] for each in stub.state.kinds["buckets"].values()]

    assert kept() == [[{"type": "expire", "everySeconds": 1095 * 86400}], []]
    install.document(*options, "--keep", "60")
    install.document(*options)
    assert kept() == [[{"type": "expire", "everySeconds": 60 * 86400}], []]


def test_boards_and_tasks_ask_for_the_bucket_that_was_named(
    install: Command, stub: InfluxDB2Stub, options: list[str]
) -> None:
    """With ``--bucket`` the boards' variable and the tasks carry that name; days begin in the zone of ``--zone``."""
    install.document(*options, "--bucket", "gym", "--zone", "Europe/Berlin")
    (contents,) = stub.state.applied.values()
    tasks = [each["spec"]["query"] for each in contents if each["kind"] == "Task"]
    assert len(tasks) == len(daily.measurements())
    assert all('bucket = "gym"' in task and 'daily = "gym_daily"' in task for task in tasks)
    variables = {each["spec"]["name"]: each["spec"] for each in contents if each["kind"] == "Variable"}
    assert variables["heeldrop_bucket"]["values"] == ["gym"]
    assert variables["heeldrop_zone"]["values"] == ["Europe/Berlin"]
    assert [each["name"] for each in stub.state.kinds["buckets"].values()] == ["gym", "gym_daily"]


@pytest.mark.parametrize(
    ("call", "done"),
    [
        (("POST", "buckets"), "Nothing was changed"),
        (("POST", "stacks"), "Nothing of the installation is left"),
        (("POST", "dbrps"), "Nothing of the installation is left"),
        (("POST", "authorizations"), "Nothing of the installation is left"),
    ],
)
def test_a_refusal_half_way_leaves_nothing(
    install: Command, stub: InfluxDB2Stub, options: list[str], call: tuple[str, str], done: str
) -> None:
    """Whatever was made before a refused call is deleted again, and the words say so."""
    stub.fail[call] = REFUSED
    code, _said, wrong = install(*options)
    assert code == 1
    assert f"the token may not make {call[1]}" in wrong
    assert done in wrong
    assert "--token-file FILE" in wrong
    assert set(_counts(stub).values()) == {0}
    assert not any(install.tokens.glob("*"))


def test_what_cannot_be_undone_is_named(install: Command, stub: InfluxDB2Stub, options: list[str]) -> None:
    """A server that refuses to delete as well leaves its buckets, and they are told by name."""
    stub.fail[("POST", "dbrps")] = REFUSED
    stub.fail[("DELETE", "buckets/0000000000000001")] = REFUSED
    code, _said, wrong = install(*options)
    assert code == 1
    told = "What was made is still there: bucket steps (to remove it: influx bucket delete --name steps)."
    assert told in wrong


@pytest.mark.parametrize("status", [200, 201, 422])
def test_boards_that_the_server_refuses_are_an_error_whatever_its_status(
    install: Command, stub: InfluxDB2Stub, options: list[str], status: int
) -> None:
    """InfluxDB 2 answers 201 to a template it did not take: its list of errors counts."""
    stub.fail[("POST", "templates/apply")] = (status, {"errors": [{"reason": "invalid chart kind"}]})
    code, _said, wrong = install(*options)
    assert code == 1
    assert "invalid chart kind" in wrong
    assert set(_counts(stub).values()) == {0}


def test_a_mapping_that_the_server_made_itself_is_enough(
    install: Command, stub: InfluxDB2Stub, options: list[str]
) -> None:
    """Newer servers map every bucket for InfluxQL: none is made beside it."""
    stub.virtual_mappings = True
    install.document(*options)
    assert _counts(stub)["dbrps"] == 0


def test_a_server_that_was_never_set_up_is_told(
    install: Command, stub: InfluxDB2Stub, options: list[str]
) -> None:
    """There is no organisation to install into yet: it says what to do first."""
    stub.set_up = False
    code, _said, wrong = install(*options)
    assert code == 1
    assert "was never set up" in wrong
    assert "influx setup" in wrong


def test_organisations_are_named_when_there_is_a_choice(
    install: Command, stub: InfluxDB2Stub, options: list[str]
) -> None:
    """With one it is taken, of two they are listed, an unknown one is told."""
    stub.state.orgs["0b"] = {"id": "0b", "name": "lab\x1b[2J"}
    code, _said, wrong = install(*options)
    assert code == 2
    assert "clinic, lab" in wrong
    assert "\x1b" not in wrong
    code, said, _wrong = install(*options, "--org", "clinic")
    assert code == 0
    assert 'org = "clinic"' in said
    code, _said, wrong = install(*options, "--org", "nowhere")
    assert code == 2
    assert "no organisation 'nowhere'" in wrong


def test_the_only_organisation_is_taken_and_told(install: Command, options: list[str]) -> None:
    """A station that writes to InfluxDB 2 has to name it, so it is among what is to be configured."""
    code, said, _wrong = install(*options)
    assert code == 0
    assert 'org = "clinic"' in said
    assert "the station's token writes to steps" in said


@pytest.mark.parametrize("token", ["station-token", ""])
def test_a_token_without_rights_changes_nothing(install: Command, stub: InfluxDB2Stub, token: str) -> None:
    """A wrong token, or none, is one line with the remedy."""
    shown = install.admin(token) if token else []
    code, said, wrong = install("--influxdb2", stub.url, *shown)
    assert (code, said) == (1, "")
    assert "unauthorized access" in wrong
    assert "--token-file FILE" in wrong
    assert set(_counts(stub).values()) == {0}


def test_new_tokens_end_the_old_ones(install: Command, stub: InfluxDB2Stub, options: list[str]) -> None:
    """There are two tokens before and after, and other ones in the files."""
    install.document(*options)
    old = install.station_file.read_text()
    install.document(*options, "--new-tokens")
    assert install.station_file.read_text() != old
    assert _counts(stub)["authorizations"] == 2


def test_a_time_zone_that_nobody_knows_is_told(install: Command, options: list[str]) -> None:
    """A misspelt one would empty every board."""
    code, _said, wrong = install(*options, "--zone", "Europe/Berlinn")
    assert code == 2
    assert "no time zone 'Europe/Berlinn'" in wrong


@pytest.mark.parametrize(
    "bucket", ['a"b', "<b>steps</b>", "_monitoring", "a\\b", "a\nb", "'; DROP", "a/b/c", "a/b"]
)
def test_a_bucket_that_no_query_could_name_is_refused(
    install: Command, stub: InfluxDB2Stub, options: list[str], bucket: str
) -> None:
    """Quotes, markup and control characters never reach a server, and a retention policy is InfluxDB 1's."""
    code, _said, wrong = install(*options, "--bucket", bucket)
    assert code == 2
    assert "bucket" in wrong
    assert wrong.count("\n") == 1
    assert stub.calls == []


def test_one_target_at_a_time(install: Command, options: list[str]) -> None:
    """None, or two, is a question back."""
    for arguments in ([], [*options, "--v1", "http://localhost:1"]):
        code, _said, wrong = install(*arguments)
        assert code == 2
        assert "--influxdb2 URL, --v1 URL or --grafana DIR" in wrong
