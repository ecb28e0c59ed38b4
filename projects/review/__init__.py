"""The review of a submitted case: read, ask, accept, decide."""
