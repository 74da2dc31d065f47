"""The manuscript: a text as a tree of blocks, the claims it makes, and what stands behind each of them."""

from firsthand.core.manuscript.table import TableData, TableMisshapen, spans

__all__ = ["TableData", "TableMisshapen", "spans"]
