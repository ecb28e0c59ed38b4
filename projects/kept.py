"""Results kept by what they came from, in each process for itself."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any


class Kept:
    """Results by what they came from. Of more than `most` the one that was unused longest is given up."""

    def __init__(self, most: int) -> None:
        self._most, self._found, self._lock = most, OrderedDict[Any, Any](), Lock()

    def get(self, key: Hashable) -> Any:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: Hashable, result: Any) -> None:
        with self._lock:
            self._found[key] = result
            self._found.move_to_end(key)
            if len(self._found) > self._most:
                self._found.popitem(last=False)
