"""The words that the Hub knows in the metadata of a card.

Sources: task categories and ids from `packages/tasks/src/pipelines.ts` of huggingface/huggingface.js at commit
0057f4042b57b833d296ed4cf1c76cfd6619d00d, without `text2text-generation`, which has since become an id below
`text-generation`; sizes, creators and the shape of languages from `datasetcard.md` of huggingface/hub-docs at commit
0923adfd5bbec358ccbe68b1dfcdbc711134ca35 and the Hub's page on dataset cards; all read in November 2026. Languages:
the two-letter codes of ISO 639-1, with two that it has withdrawn (bh, sh); codes of three letters (ISO 639-2 and
639-3) are taken by their shape. Licences stand in `hum_hub.recipe.licenses`.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"),
    (1_000_000_000, "100M<n<1B"),
    (10_000_000_000, "1B<n<10B"),
    (100_000_000_000, "10B<n<100B"),
    (1_000_000_000_000, "100B<n<1T"),
    (float("inf"), "n>1T"),
)
"""Each size with the number of rows that it stays below."""
TASK_CATEGORIES = _words(
    """
    text-classification token-classification table-question-answering question-answering
    zero-shot-classification translation summarization feature-extraction text-generation fill-mask
    sentence-similarity text-to-speech text-to-audio automatic-speech-recognition audio-to-audio
    audio-classification voice-activity-detection depth-estimation image-classification object-detection
    image-segmentation text-to-image image-to-text image-to-image image-to-video unconditional-image-generation
    video-classification reinforcement-learning robotics tabular-classification tabular-regression
    tabular-to-text table-to-text multiple-choice text-ranking text-retrieval time-series-forecasting
    text-to-video visual-question-answering zero-shot-image-classification graph-ml mask-generation
    zero-shot-object-detection text-to-3d image-to-3d image-feature-extraction video-text-to-text other
    """
)
TASK_IDS = _words(
    """
    acceptability-classification entity-linking-classification fact-checking intent-classification
    language-identification multi-class-classification multi-label-classification
    multi-input-text-classification natural-language-inference semantic-similarity-classification
    sentiment-classification topic-classification semantic-similarity-scoring sentiment-scoring
    sentiment-analysis hate-speech-detection text-scoring named-entity-recognition part-of-speech parsing
    lemmatization word-sense-disambiguation coreference-resolution extractive-qa open-domain-qa closed-domain-qa
    news-articles-summarization news-articles-headline-generation dialogue-modeling dialogue-generation
    conversational language-modeling text-simplification explanation-generation abstractive-qa
    open-domain-abstractive-qa open-book-qa closed-book-qa text2text-generation slot-filling
    masked-language-modeling multiple-choice-qa multiple-choice-coreference-resolution document-retrieval
    utterance-retrieval entity-linking-retrieval fact-checking-retrieval rdf-to-text
    """
)
"""The ids of tasks on text."""
CREATORS = frozenset(["found", "crowdsourced", "expert-generated", "machine-generated", "no-annotation", "other"])
MULTILINGUALITY = frozenset(["monolingual", "multilingual", "translation", "other"])
LANGUAGES = _words(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee
    el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is
    it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms
    mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si
    sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh
    yi yo za zh zu
    """
)
