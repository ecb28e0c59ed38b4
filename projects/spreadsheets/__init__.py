"""From an uploaded spreadsheet to the lines of a cash flow: shown, mapped by the person, checked, taken over."""
