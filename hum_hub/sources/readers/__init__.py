"""The readers of the core, one module for each family of layouts."""

from collections.abc import Iterable

from hum_hub.contract.hooks import Reader, hookimpl
from hum_hub.sources.readers import brat, columns, json, parquet, pubtator, tables, taxonomy, text, webanno, xml


@hookimpl
def hum_register_readers() -> Iterable[Reader]:
    """See `hum_hub.contract.hooks.hum_register_readers`."""
    modules = (brat, columns, json, parquet, pubtator, tables, taxonomy, text, webanno, xml)
    return [reader for module in modules for reader in module.READERS]
