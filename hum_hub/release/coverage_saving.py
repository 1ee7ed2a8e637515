"""Coverage written to a folder: tables as Markdown, with the pictures beside them."""

from pathlib import Path

from hum_hub.errors import CheckError
from hum_hub.release.charts import pictures
from hum_hub.release.coverage import Coverage
from hum_hub.release.coverage_tables import markdown

NAME = "coverage.md"


def save(coverage: Coverage, folder: Path) -> list[Path]:
    """Write `coverage.md` and the pictures into a folder, which is made when it is not there.

    Raises:
        CheckError: the folder cannot be written.
    """
    drawn = pictures(coverage)
    contents = {picture.file: picture.text for of_scope in drawn.values() for picture in of_scope}
    named = {scope: [(picture.title, picture.file) for picture in of_scope] for scope, of_scope in drawn.items()}
    contents[NAME] = markdown(coverage, named)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in contents.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise CheckError(f"{folder} cannot be written: {error}") from error
    return [folder / name for name in contents]
