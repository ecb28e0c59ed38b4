"""The investment analysis of a case as a workbook with live formulas, in the reader's language."""
