"""Backup and restore: one encrypted file of the database and the stored files, and the way back.

`docs/operations/backup.md` is the page for operators, `docs/adr/0113-one-encrypted-file.md` says why it is so.
Nothing here imports Django.
"""
