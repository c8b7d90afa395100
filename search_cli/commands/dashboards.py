"""`gongkai dashboards`: an index pattern and a dashboard, for OpenSearch Dashboards to import."""

import click

from indexer.dashboards import saved_objects
from search_cli.printing.records import print_ndjson


@click.command(name="dashboards")
@click.option(
    "--name",
    default="gongkai",
    show_default=True,
    help="The name of the index, which stands behind the address.",
)
def command(name: str) -> None:
    """Print saved objects for OpenSearch Dashboards: an index pattern and a dashboard.

    Reports by year and province, numbers of applications, rates, and what is in doubt.

    \b
    gongkai dashboards > gongkai.ndjson
    """  # noqa: D301 - click takes the character itself for "leave these lines as they are"
    print_ndjson(saved_objects(name))
