"""A recipe made into a build folder: all of it, or the folder stays as it was."""

import hashlib
import itertools
import shutil
from dataclasses import asdict
from pathlib import Path

from filelock import FileLock, Timeout

from hum_hub.contract.task import Task
from hum_hub.errors import BuildError
from hum_hub.pipeline.building import Built, build_rows
from hum_hub.pipeline.progress import Progress, Report
from hum_hub.pipeline.spending import Spent, spending
from hum_hub.pipeline.surveying import plugin_of
from hum_hub.pipeline.teachers import OFFLINE, Asking, price_of
from hum_hub.quality.secrets import secret_in
from hum_hub.recipe.loading import Workspace
from hum_hub.recipe.model import PriceList, Source
from hum_hub.release.assembling import assemble, checksum
from hum_hub.release.card import card
from hum_hub.release.cards.pictures import of_card
from hum_hub.release.cards.templates import Templates, plugin_templates
from hum_hub.release.croissant import croissant
from hum_hub.release.layout import CARD, CROISSANT, RECIPE, REPORT, SUMS
from hum_hub.release.manifest import Config, Manifest, SourceFacts, Spending, Split, characters, counted, made_with
from hum_hub.release.report import report as report_text


def build_folder(workspace: Workspace) -> Path:
    """Where a recipe is built: `build/<name>` beside it."""
    return workspace.recipe.base / "build" / workspace.recipe.dataset.folder


def make(
    workspace: Workspace, workers: int, report: Report, asking: Asking = OFFLINE, target: Path | None = None
) -> Manifest:
    """Build the mirror of the Hub repository, in `build_folder` or in another folder.

    Raises:
        SourceError: a source cannot be read.
        TeacherError: a teacher is broken.
        BudgetError: the budget is spent.
        BuildError: nothing was kept, a worker died, requests are without a reply, or another build is under way here.
    """
    final = target or build_folder(workspace)
    lock = final.with_name(f".{final.name}.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(lock, timeout=0):
            return _make(workspace, workers, report, final, asking)
    except Timeout as error:
        raise BuildError(f"another build of {final} is under way; wait until it has ended") from error


def _make(workspace: Workspace, workers: int, report: Report, final: Path, asking: Asking) -> Manifest:
    secret = secret_in(workspace.path.read_text(encoding="utf-8"))
    if secret is not None:
        raise BuildError(f"{workspace.path} holds what looks like a {secret}; a build carries its recipe, take it out")
    built = build_rows(workspace, workers, report, asking)
    draft = final.with_name(f".{final.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    configs = {task: _config(workspace, built, task, draft, report) for task in sorted(built.parts)}
    configs = {name: config for name, config in configs.items() if config.splits}
    if not configs:
        raise BuildError(
            "no row was made; hum sources shows what was dropped and why, hum seeds what waits for later stages"
        )
    manifest = _manifest(workspace, built, configs)
    manifest.write(draft)
    (draft / CROISSANT).write_text(croissant(manifest), encoding="utf-8")
    templates = Templates(workspace.recipe.base / "dataset_cards", plugin_templates(workspace.registry, configs))
    (draft / CARD).write_text(card(manifest, draft, templates), encoding="utf-8")
    (draft / "assets").mkdir()
    for picture in itertools.chain.from_iterable(of_card(manifest).values()):
        (draft / "assets" / picture.file).write_text(picture.text, encoding="utf-8")
    (draft / RECIPE).write_bytes(workspace.path.read_bytes())
    (draft / REPORT).write_text(report_text(manifest), encoding="utf-8")
    write_sums(draft)
    _swap(draft, final)
    return manifest


def _config(workspace: Workspace, built: Built, task: str, draft: Path, report: Report) -> Config:
    splits = {}
    total, done = sum(sum(part.rows.values()) for part in built.parts[task]), 0

    def tell(rows: int) -> None:
        nonlocal done
        done += rows
        report(Progress("write", task, done, total))

    for split in workspace.recipe.splits:
        files = assemble(task, split, built.parts[task], built.store, draft, tell)
        if files:
            rows, size, memory = (sum(getattr(file, name) for file in files) for name in ("rows", "bytes", "memory"))
            splits[split] = Split(rows, size, memory, files, characters(draft, files))
    counts, rules = counted(draft, [file for split in splits.values() for file in split.files])
    return Config(splits, counts, rules)


def _manifest(workspace: Workspace, built: Built, configs: dict[str, Config]) -> Manifest:
    recipe = workspace.recipe
    used = [task for task, _ in workspace.sources()]
    return Manifest(
        repo=recipe.dataset.repo,
        version=recipe.dataset.version,
        title=recipe.dataset.title,
        description=recipe.dataset.description,
        configs=configs,
        sources=[_facts(task, source, built) for task, source in workspace.sources()],
        splits=dict(recipe.splits),
        mix=asdict(recipe.mix),
        made_with=made_with([plugin_of(workspace.registry, task) for task in used]),
        recipe_sha256=hashlib.sha256(workspace.path.read_bytes()).hexdigest(),
        usage=_usage(workspace, built),
        coverage=built.coverage,
        licenses=list(recipe.dataset.licenses),
        license_policy=recipe.dataset.license_policy,
    )


def _facts(task: Task[object], source: Source, built: Built) -> SourceFacts:
    ledger = built.ledger
    return SourceFacts(
        task=task.name,
        name=source.name,
        uri=source.uri,
        license=source.license,
        language=source.language,
        homepage=source.homepage,
        model=source.model,
        use=source.use,
        seeds=ledger.total("seed", source.name),
        examples=ledger.total("example", source.name),
        rows=ledger.total("row", source.name),
        dropped=ledger.of(source.name, "dropped"),
        noted=ledger.of(source.name, "noted"),
        refused=ledger.of(source.name, "refused"),
        failed=ledger.of(source.name, "failed"),
        mode=source.mode,
    )


def _usage(workspace: Workspace, built: Built) -> list[Spending]:
    """What the replies that the build is made of have cost."""
    tasks = {source.name: task.name for task, source in workspace.sources()}
    return [_priced(workspace, spent) for spent in spending(built.used, tasks, built.store)]


def _priced(workspace: Workspace, spent: Spent) -> Spending:
    choice = workspace.recipe.teachers[spent.teacher]
    cost = price_of(choice).cost(spent.paid_input, spent.paid_output) if choice.price != PriceList() else None
    return Spending(
        spent.task,
        spent.stage,
        spent.teacher,
        spent.model,
        spent.replies,
        spent.input_tokens,
        spent.output_tokens,
        round(cost, 6) if cost is not None else None,
    )


def write_sums(folder: Path) -> None:
    """Write the checksums of all files in a folder, as `sha256sum --check` reads them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / SUMS)
    lines = [f"{checksum(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def _swap(draft: Path, final: Path) -> None:
    """Put the draft in the place of the folder; a kill in between leaves at worst no folder, never a mixture."""
    old = final.with_name(f".{final.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.rename(old)
    draft.rename(final)
    shutil.rmtree(old, ignore_errors=True)
