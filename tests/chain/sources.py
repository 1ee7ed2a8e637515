"""Sources of the other tasks in a recipe."""

from chain.project import Project, lines

SOURCE = """
[[tasks.{task}.sources]]
name = "{name}"
uri = "file:{name}.jsonl"
reader = {{ type = "json-lines" }}
language = "{language}"
license = "cc0-1.0"
subtasks = {subtasks}
mode = "{mode}"
{more}
"""


def added(project: Project, task: str, name: str, seeds: list[dict[str, object]], *subtasks: str, **of: str) -> str:
    """Write the seeds of a source; the source as it stands in the recipe. It is read, unless a teacher is named."""
    project.write(f"{name}.jsonl", lines(seeds))
    more = f'teacher = "{of["teacher"]}"' if "teacher" in of else ""
    return SOURCE.format(
        task=task,
        name=name,
        language=of.get("language", "en"),
        subtasks=[*subtasks],
        mode="synthesize" if more else "read",
        more=more,
    )
