"""What every request is held to: addresses, headers, sessions, limits, and the security record."""
