"""Which shape and which tone a state has: never only a colour, and words are always beside it."""

#: State -> shape of its mark (see components/mark.html).
SHAPES = {
    "passed": "passed",
    "complete": "passed",
    "additional": "passed",
    "approved": "passed",
    "failed": "failed",
    "not_additional": "failed",
    "not_eligible": "failed",
    "refused": "failed",
    "high": "failed",
    "insufficient": "open",
    "inconclusive": "open",
    "problem": "open",
    "returned": "open",
    "medium": "open",
    "in_progress": "progress",
    "progress": "progress",
    "submitted": "progress",
    "under_review": "progress",
    "notice": "notice",
    "not_required": "aside",
    "not_taken": "aside",
    "withdrawn": "aside",
}
#: Shape -> tone. The tones weigh the same; the shape tells them apart in grey.
TONES = {"passed": "passed", "failed": "failed", "open": "open"}


def shape(state: str) -> str:
    """The shape of a state; an open circle where nothing is known."""
    return SHAPES.get(state, "waiting")


def tone(state: str) -> str:
    return TONES.get(shape(state), "neutral")
