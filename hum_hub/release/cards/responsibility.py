"""Where a corpus comes from and what it is fit for, for machines: the `rai` fields of `croissant.json`."""

from typing import Any

from hum_hub.release.manifest import Manifest

_OF_EVERY_CORPUS = {
    "rai:dataAnnotationProtocol": (
        "Annotations are those of the sources or of the models named here; instructions are composed by hum-hub, "
        "and every answer is proven to obey its instruction and to agree with the annotation"
    ),
    "rai:dataUseCases": [
        "Training and testing models that extract, classify, answer from a text and follow exact instructions",
        "Not for decisions about people, for advice in medicine, law or money, or as a source of facts",
    ],
    "rai:dataBiases": [
        "Subjects, places and views are those of the sources, and of the models where they wrote the texts",
        "Languages, sub-tasks, formats and labels are not balanced; the card has their numbers",
    ],
    "rai:dataLimitations": [
        "Answers are as right as the annotations of their sources",
        "Labels that a source does not annotate are not asked for",
        "Overlap with public benchmarks has not been measured",
    ],
    "rai:dataSocialImpact": "Models trained on it inherit what its sources say of people, places and groups",
    "rai:personalSensitiveInformation": (
        "Texts are as their sources published them; names of people can occur, and none were looked for or replaced"
    ),
    "rai:dataReleaseMaintenancePlan": (
        "Versions are semantic and their tags are never moved; a bad version is marked on the card. "
        "What has to be removed is left out of the next version"
    ),
}


def responsible_use(manifest: Manifest) -> dict[str, Any]:
    """The fields of the vocabulary for responsible AI; every number and name in them is the manifest's."""
    rows = [source for source in manifest.sources if source.use == "rows"]
    models = sorted({model for config in manifest.configs.values() for model in config.counts["model"]})
    models += sorted({spent.model for spent in manifest.usage if spent.model} - set(models))
    dropped = sum(sum(source.dropped.values()) for source in manifest.sources)
    plugins = [part for part in manifest.made_with.get("plugins", "").split("; ") if part]
    listed = ", ".join(f"{source.name} ({source.license})" for source in rows)
    return {
        "rai:dataCollection": f"Read from {len(rows)} sources, each with its own licence: {listed}",
        "rai:dataCollectionType": ["Secondary Data analysis", *(["Others"] if models else [])],
        "rai:dataCollectionRawData": "; ".join(dict.fromkeys(source.uri for source in rows)),
        "rai:dataPreprocessingProtocol": [
            f"Each text with its annotation is validated; {dropped} seeds and examples were dropped"
            " for reasons that manifest.json counts",
            "Equal examples are kept once, and a passage stands in one split only",
            "Examples with what looks like a key, token or password are dropped",
        ],
        "rai:machineAnnotationTools": [*models, *plugins],
        **_OF_EVERY_CORPUS,
    }
