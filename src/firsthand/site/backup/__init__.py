"""Backups in two parts: what is stored, and the keys that open it, apart, so that forgetting reaches the backups too.

In the folder of backups:

- `content-<moment>/`  the database without any key of the vault and without sessions, and the files of editions
- `sealed/`            the sealed files, each once; one that was forgotten goes from here with the next backup
- `keys/keys-<moment>.json`  keys of items, teams and members as they are stored (sealed), and what was taken back so far. Small, made
  as often as one likes, deleted after FIRSTHAND_KEY_BACKUP_DAYS

Content alone opens for nobody. Old content is restored with the newest keys: what was forgotten since has no key in them.
"""
