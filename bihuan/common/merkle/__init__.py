"""Merkle trees as in RFC 9162 section 2.1, signed heads, and receipts that anybody can check. Knows no Django.

`tree` makes roots and proofs, `proofs` checks them, `tiles` finds the nodes of a large tree, `heads` signs a root and
reads it back, `receipts` puts all of it into one small file.
"""
