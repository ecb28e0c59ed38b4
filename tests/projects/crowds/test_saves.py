"""Ten thousand saves at once on SQLite as it is set up by default, and some on PostgreSQL: none lost."""

import json

SAVES = {"sqlite": 10_000, "postgresql": 2_000}


def test_none_of_the_saves_is_lost(run, request):
    database = request.node.callspec.params["run"]
    saves = SAVES[database]

    found = json.loads(run("tests.projects.crowds.saves", str(saves)))

    assert found["confirmed"] == found["stored"] == found["versions"] == saves
    assert found["lost"] == 0
    assert found["overtaken"] > 0  # there was a crowd
    assert found["journal"] == ("wal" if database == "sqlite" else "")
