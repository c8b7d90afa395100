"""The media that the laboratory makes specimens in: for each the function of a seed."""

from collections.abc import Callable, Mapping

from laboratory.paper.specimens import pdf_specimen
from laboratory.printing import print_specimen
from laboratory.specimens import Specimen, specimen
from laboratory.web.specimens import html_specimen

MEDIA: Mapping[str, Callable[[int], Specimen]] = {
    "text": specimen,
    "html": html_specimen,
    "pdf": pdf_specimen,
    "print": print_specimen,
}
