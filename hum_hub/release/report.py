"""The report of a build: what was read, kept, dropped and refused, source by source, as Markdown."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from hum_hub.release.manifest import Manifest


def report(manifest: Manifest) -> str:
    """The report as text; every number is from the manifest."""
    lines = [f"# Report of {manifest.repo} {manifest.version}", ""]
    rows = [
        [source.task, source.name, source.seeds, source.examples, source.rows, sum(source.dropped.values())]
        for source in manifest.sources
    ]
    lines += table(["config", "source", "seeds", "examples", "rows", "dropped"], rows)
    for title, field in (
        ("Dropped", "dropped"),
        ("Noted, and kept", "noted"),
        ("Refused, and shown otherwise", "refused"),
        ("Replies of teachers that could not be used", "failed"),
    ):
        counts = [
            [source.name, reason, count]
            for source in manifest.sources
            for reason, count in getattr(source, field).items()
        ]
        if counts:
            lines += ["", f"## {title}", "", *table(["source", "reason", "count"], counts)]
    if manifest.usage:
        header = ["config", "stage", "teacher", "model", "replies", "input tokens", "output tokens", "cost"]
        spent = [["–" if value is None else value for value in asdict(each).values()] for each in manifest.usage]
        lines += ["", "## Replies of teachers", "", *table(header, spent)]
    if manifest.coverage:
        header = ["config", "kind", "topics", "met", "share", "meetings", "evenness"]
        covered = [
            [each.task, each.kind, each.topics, each.met, f"{each.share:.3f}", each.meetings, each.evenness]
            for each in manifest.coverage
        ]
        lines += ["", "## Topics covered", "", *table(header, covered)]
    for name, config in manifest.configs.items():
        lines += ["", f"## {name}", ""]
        for column, found in {**config.counts, "rule": config.rules}.items():
            if column != "source" and found:
                lines += [*table([column, "rows"], _pairs(found)), ""]
    return "\n".join(lines).rstrip() + "\n"


def table(header: list[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """The lines of a Markdown table."""
    lines = [header, ["---"] * len(header), *([str(cell).replace("|", "\\|") for cell in row] for row in rows)]
    return ["| " + " | ".join(line) + " |" for line in lines]


def _pairs(found: Mapping[str, int]) -> list[list[object]]:
    return [[name, count] for name, count in found.items()]
