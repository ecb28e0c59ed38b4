"""A module of the tests run as a process of its own, which kills others and says what it found."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def found_by(module: str, *given: str, folder: Path, seconds: int, **environment: str) -> Any:
    """What `module` writes as JSON, run with its data in `folder` and `environment` besides ours."""
    done = subprocess.run(
        [sys.executable, "-m", module, *given],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(folder)} | environment,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
