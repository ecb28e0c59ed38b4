"""How fast the application is, as a multiple of what could not be faster: `make bench`.

One file a row of the table. Every row is measured against its floor in the same run, one sample of
the work, then one of the floor, and so on, so that whatever else the machine does meets both.
docs/speed.md says what the rows mean and what was measured.
"""
