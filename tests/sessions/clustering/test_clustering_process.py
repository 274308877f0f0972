"""The child process: one JSON document in, JSON lines out, the proposal or the error last."""

import io
import json
import subprocess
import sys

import pytest

from sessions.clustering.__main__ import main


def answer(document):
    out = io.StringIO()
    status = main(io.StringIO(document if isinstance(document, str) else json.dumps(document)), out)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_request_is_answered_with_progress_and_a_proposal():
    request = {
        "texts": ["buren eten samen", "samen koken", "de wet", "\ud800\x00", "één"],
        "k": 2,
        "given": {"2": "w"},
    }
    done = subprocess.run(
        [sys.executable, "-m", "sessions.clustering"],
        input=json.dumps(request).encode(),
        capture_output=True,
        check=True,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["progress"] for line in lines[:-1]] == sorted(line["progress"] for line in lines[:-1])
    assert all(line["step"] for line in lines[:-1])
    members = [member for cluster in lines[-1]["proposal"]["clusters"] for member in cluster["members"]]
    assert sorted(members) == [0, 1, 3, 4]


def test_given_may_be_pairs_so_that_keys_keep_their_type():
    status, lines = answer({"texts": ["appel rood", "appel groen", "wet"], "given": [[0, 7]], "k": 1})
    assert status == 0
    assert {cluster["joins"] for cluster in lines[-1]["proposal"]["clusters"]} == {7}


@pytest.mark.parametrize(
    ("document", "word"),
    [
        ("{", "JSON"),
        ([], "texts"),
        ({"texts": [1]}, "texts"),
        ({"texts": ["a"], "colour": 1}, "colour"),
        ({"texts": ["a"], "k": "2"}, "k must"),
        ({"texts": ["a"], "k": 0}, "1 or more"),
        ({"texts": ["a"], "seed": 1.5}, "seed"),
        ({"texts": ["a"], "languages": [3]}, "languages"),
        ({"texts": ["a"], "ids": ["1", "2"]}, "ids"),
        ({"texts": ["a"], "given": {"x": "y"}}, "given"),
        ({"texts": ["a"], "given": [[0, []]]}, "given"),
        ({"texts": ["a"], "given": 3}, "given"),
        ({"texts": ["a"], "ignore_names": "yes"}, "ignore_names"),
    ],
)
def test_a_wrong_request_is_answered_with_one_error(document, word):
    status, lines = answer(document)
    assert status == 1
    assert word in lines[-1]["error"]
    assert not any("proposal" in line for line in lines)
