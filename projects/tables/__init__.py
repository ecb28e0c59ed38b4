"""Tables that come from outside, opened safely: workbooks and text, told by content, within limits.

Plain Python without Django, so that the process that reads them starts at once and knows nothing.
"""
