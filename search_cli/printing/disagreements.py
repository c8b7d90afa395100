"""Where the witnesses of a report disagree, as a table on standard error: cell, place, and what each of them says."""

from converters.report import Report
from converters.sheet import place_text
from search_cli.failures import counting, say


def print_disagreements(report: Report, source: str) -> None:
    """The table of a report's disagreements, or that there are none; nothing where it can be read in one way only."""
    if not any(cell.method for cell in report.cells):
        return  # there is one way only to read it
    told = [warning for warning in report.warnings if warning.code == "witnesses_disagree"]
    for warning in report.warnings:
        if warning.code == "witness_silent":
            say(f"{source}: {warning.message}")
    say(f"{source}: {counting(len(told), 'disagreement')} between witnesses")
    rows = [(*warning.message.split(": ", 1), place_text(warning.at) or "") for warning in told]
    for cell, said, place in rows:
        widths = [max(len(row[column]) for row in rows) for column in (0, 2)]
        say(f"  {cell:<{widths[0]}}  {place:<{widths[1]}}  {said}")
