"""Put new entries into the tree, sign its head, make a receipt, change the signing key."""

from bihuan.casework.openjournal.services.appending import append, append_case
from bihuan.casework.openjournal.services.receipts import receipt_for
from bihuan.casework.openjournal.services.rotating import rotate_key

__all__ = ["append", "append_case", "receipt_for", "rotate_key"]
