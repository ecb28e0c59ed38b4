"""The standards, edition by edition: data only. A released edition is never edited."""
