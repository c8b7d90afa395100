"""What a user says of a file, who knows better than the copy: it wins, and the report says so."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from converters.agency import kind_of
from converters.division import division_table
from converters.masthead import Masthead
from converters.region import region_of, resolve
from converters.report import Agency, Region, Warning  # noqa: A004 - the report's own word

AGENCY_TOLD = "agency_told"
"""The agency is the one that the manifest names."""
REGION_TOLD = "region_told"
"""The region is the one that the manifest names."""
YEAR_TOLD = "year_told"
"""The year is the one that the manifest names."""
PUBLISHED_TOLD = "published_told"
"""The date of publication is the one that the manifest names."""

_SETTLED = {"agency": "agency_", "region": "region_", "year": "year_", "published": "sign_date_"}
"""With what the codes begin of doubts that are none where this is told."""


@dataclass(frozen=True, slots=True)
class Told:
    """Of one file: URL, agency, region (a division's code or name), year reported, ISO date of publication."""

    url: str | None = None
    agency: str | None = None
    region: str | None = None
    year: int | None = None
    published: str | None = None

    def or_else(self, other: "Told") -> "Told":
        """This, and where it tells nothing what the other one tells."""
        mine = {field.name: getattr(self, field.name) for field in fields(self)}
        return Told(**{name: getattr(other, name) if said is None else said for name, said in mine.items()})

    @property
    def of_the_masthead(self) -> bool:
        """Whether anything but the address is told."""
        return self != Told(self.url)

    def __str__(self) -> str:
        """What is told, in one text that is another where anything else is told."""
        said = ((field.name, getattr(self, field.name)) for field in fields(self))
        return "\n".join(f"{name}={value}" for name, value in said if value is not None)


def region_told(text: str, year: int | None = None) -> Region | None:
    """The region that a user means by a code (410300) or name (河南省洛阳市); None where none or several are."""
    if text.isdigit():
        table = division_table()
        return region_of(table.of(text, year), year) if text in table.by_code else None
    region, doubts = resolve(text, (), year)
    return None if doubts or region.code is None else region


def overrule(read: Masthead, told: Told | None) -> Masthead:
    """The masthead with what the user says in the place of what the copy says, and warnings that tell both."""
    if told is None or not told.of_the_masthead:
        return read
    year = read.year if told.year is None else told.year
    agency = Agency(told.agency, kind_of(told.agency)) if told.agency else read.agency
    region = _region(read, told, year)
    settled = tuple(_SETTLED[name] for name in _SETTLED if getattr(told, name) is not None)
    kept = (warning for warning in read.warnings if not settled or not warning.code.startswith(settled))
    return replace(
        read,
        agency=agency,
        region=region,
        year=year,
        published=told.published or read.published,
        warnings=(*kept, *_said(read, told, region)),
    )


def _region(read: Masthead, told: Told, year: int | None) -> Region:
    """The region told; that of the agency told, where its name tells one; else that of the copy."""
    if told.region is not None:
        return region_told(told.region, year) or read.region
    if told.agency is not None:
        region, doubts = resolve(told.agency, (), year)
        return read.region if doubts or region.code is None else region
    return read.region


def _said(read: Masthead, told: Told, region: Region) -> Iterator[Warning]:
    if told.agency is not None:
        yield Warning(AGENCY_TOLD, _both(told.agency, read.agency.name))
    if told.region is not None:
        yield Warning(REGION_TOLD, _both(region.code, read.region.code))
    if told.year is not None:
        yield Warning(YEAR_TOLD, _both(told.year, read.year))
    if told.published is not None:
        yield Warning(PUBLISHED_TOLD, _both(told.published, read.published))


def _both(told: object, read: object) -> str:
    if told == read:
        return f"the manifest says {told}, and so does the copy"
    return f"the manifest says {told}, the copy {'nothing' if read is None else read}"
