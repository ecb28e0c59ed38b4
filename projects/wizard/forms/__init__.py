"""The questions, step by step. A form asks; the engine decides."""
