"""Sealing: envelopes, keys, and the ways in to a journal.

Everything here works on bytes. What the bytes mean is for others to know.
"""

from __future__ import annotations

from supervision.crypto._argon2 import INSECURE_FAST, RFC_9106_LOW_MEMORY, Argon2idProfile
from supervision.crypto._bodies import (
    content_digest,
    facts_digest,
    line_nonce,
    new_blinder,
    seal_body,
    unseal_body,
)
from supervision.crypto._documents import seal_document, unseal_document
from supervision.crypto._envelope import MAX_ENVELOPE, Purpose, kid_of, seal, unseal
from supervision.crypto._events import Event, seal_event, unseal_event
from supervision.crypto._folders import (
    FolderSecret,
    new_folder_secret,
    unwrap_folder,
    wrap_folder,
)
from supervision.crypto._key_file import KeyFile
from supervision.crypto._keys import Key
from supervision.crypto._ledger import seal_segment, unseal_segment
from supervision.crypto._padding import padme
from supervision.crypto._pae import pae, split_pae
from supervision.crypto._passphrase import Passphrase
from supervision.crypto._plugins import key_provider
from supervision.crypto._provider import KeyProvider
from supervision.crypto._recovery_code import RecoveryCode
from supervision.crypto._ring import Ring, RingKey, new_ring_key
from supervision.crypto._ring_file import seal_ring, unseal_ring
from supervision.crypto._slots import (
    MAX_SLOTS,
    Slot,
    make_slot,
    open_slot,
    parse_slot,
    rewrap_slot,
    slots_digest,
)

__all__ = [
    "INSECURE_FAST",
    "MAX_ENVELOPE",
    "MAX_SLOTS",
    "RFC_9106_LOW_MEMORY",
    "Argon2idProfile",
    "Event",
    "FolderSecret",
    "Key",
    "KeyFile",
    "KeyProvider",
    "Passphrase",
    "Purpose",
    "RecoveryCode",
    "Ring",
    "RingKey",
    "Slot",
    "content_digest",
    "facts_digest",
    "key_provider",
    "kid_of",
    "line_nonce",
    "make_slot",
    "new_blinder",
    "new_folder_secret",
    "new_ring_key",
    "open_slot",
    "padme",
    "pae",
    "parse_slot",
    "rewrap_slot",
    "seal",
    "seal_body",
    "seal_document",
    "seal_event",
    "seal_ring",
    "seal_segment",
    "slots_digest",
    "split_pae",
    "unseal",
    "unseal_body",
    "unseal_document",
    "unseal_event",
    "unseal_ring",
    "unseal_segment",
    "unwrap_folder",
    "wrap_folder",
]
