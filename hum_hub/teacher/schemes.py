"""The `openai:` scheme: a teacher behind any endpoint that speaks the OpenAI API, live or through its Batch API."""

from hum_hub.contract.hooks import hookimpl
from hum_hub.contract.teachers import Teacher, TeacherSettings
from hum_hub.errors import TeacherError
from hum_hub.teacher.batching import Batched
from hum_hub.teacher.endpoint import Endpoint


@hookimpl
def hum_make_teacher(settings: TeacherSettings) -> Teacher | None:
    """See `hum_hub.contract.hooks.hum_make_teacher`: `openai:` and the base URL of an endpoint."""
    if settings.scheme != "openai":
        return None
    if not settings.model:
        raise TeacherError(f"teacher {settings.name!r} needs a model, the name that its endpoint knows")
    endpoint = Endpoint(settings)
    return Batched(endpoint, settings.batch) if settings.batch is not None and not settings.offline else endpoint
