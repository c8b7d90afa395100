"""The option that opens locked files, for every command that reads documents."""

import click

password_option = click.option(
    "--password",
    envvar="GONGKAI_PASSWORD",
    metavar="TEXT",
    help="Opens locked PDF files. Other users of the machine see it in the list of processes: GONGKAI_PASSWORD in the"
    " environment does not show there.",
)
