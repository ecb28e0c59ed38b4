"""Processes share one count of tries: of sixty at once twenty are had, on both databases."""

import json


def test_several_processes_share_one_count(run):
    assert sum(json.loads(run("tests.projects.crowds.tries"))) == 20
