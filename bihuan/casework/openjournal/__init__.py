"""The open journal: a Merkle tree over the journal's entries, whose signed head anybody may keep."""
