"""A path or a URL on the command line."""

import click

from converters.remote import Source, located


class Place(click.ParamType[Source]):
    """A file or folder of this machine, or a URL that fsspec opens."""

    name = "path"

    def convert(
        self, value: str | Source, param: click.Parameter | None, ctx: click.Context | None
    ) -> Source:
        """The place that is meant."""
        del param, ctx
        return located(value) if isinstance(value, str) else value
