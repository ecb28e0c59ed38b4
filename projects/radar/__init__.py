"""The radar: projects elsewhere that look like this one, or like another part of it. It decides nothing."""
