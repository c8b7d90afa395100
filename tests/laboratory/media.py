"""The media that the laboratory makes specimens in: for each the function of a seed."""

from collections.abc import Callable, Mapping

from laboratory.paper.specimens import pdf_specimen
from laboratory.specimens import Specimen, specimen

MEDIA: Mapping[str, Callable[[int], Specimen]] = {"text": specimen, "pdf": pdf_specimen}
