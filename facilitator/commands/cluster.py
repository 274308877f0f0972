"""`lotusbloem cluster`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("source", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.csv")
@click.option("--text-column", default="text", show_default=True, help="The column with the texts.")
@click.option("--id-column", default="id", show_default=True, help="The column that names each row.")
@click.option("--k", type=int, help="How many clusters to make. Without it the texts decide.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same clusters.")
@click.option("--ignore-names", is_flag=True, help="Do not compare by the names of places and people.")
@click.option(
    "--known",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.txt",
    help="Themes known beforehand that draw what resembles them, one a line: title | what it means.",
)
@click.option("--progress", is_flag=True, help="Say on standard error what is being done.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The CSV file to write."
)
def cluster(
    source: Path,
    text_column: str,
    id_column: str,
    k: int | None,
    seed: int,
    ignore_names: bool,
    known: Path | None,
    progress: bool,
    out: Path,
) -> None:
    """Propose clusters of the short texts in FILE.csv and write id, cluster and label per row.

    Everything happens on this machine and no data folder is needed. The clusters are a machine's proposal:
    what belongs together is for people to decide.
    The same file, number, seed and version of the model give the same clusters on the same machine.
    Exit codes: 0 when OUT is written, 1 when the file was refused, 2 for a wrong command line.
    """
    from sessions.clustering.refusals import ClusteringRefused
    from sessions.clustering.spreadsheet import cluster_file

    try:
        proposal = cluster_file(
            source,
            out,
            text_column=text_column,
            id_column=id_column,
            k=k,
            seed=seed,
            ignore_names=ignore_names,
            known=known,
            progress=_say if progress else None,
        )
    except ClusteringRefused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if proposal.fallback:
        click.echo(f"Only the wording was compared: {proposal.fallback}.", err=True)
    click.echo(f"{out} holds {len(proposal.labels())} texts in {len(proposal.clusters)} clusters.", err=True)


def _say(share: float, step: str) -> None:
    click.echo(f"{share:4.0%} {step}", err=True)
