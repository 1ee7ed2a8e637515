"""Who publishes: a person by a token, or a job of CI by its identity, for which the Hub gives a token of one hour."""

import os

from huggingface_hub import get_token

from hum_hub.errors import PublishError
from hum_hub.release.hub.patience import patiently


def check_identity() -> None:
    """See that the token, if there is one, is one that can be sent.

    Raises:
        PublishError: it holds what no token holds, or the identity of the job is not taken for one.
    """
    try:
        token = patiently(get_token, "getting a token")
    except PublishError as error:
        resource = os.environ.get("HF_OIDC_RESOURCE")
        if not resource:
            raise
        raise PublishError(
            f"the Hub gives no token for the identity of this job: {error}. Compare the trusted publisher on the "
            f"settings page of {resource} with the workflow; HF_TOKEN is not used while HF_OIDC_RESOURCE is set. "
            "Nothing was sent"
        ) from error
    if token is not None and not (token.isascii() and token.isprintable() and " " not in token):
        raise PublishError(
            "the token holds a blank or a letter that no token has; set HF_TOKEN once more. Nothing was sent"
        )
