"""Making keys and teams, changing them, sharing them out, and forgetting an item.

`by` and `now` are part of every action of the house; the vault keeps no record of its own, so the caller writes the ledger row in the
same transaction.
"""

from firsthand.foundation.vault.actions.ceremonies import (
    CeremonyOver,
    CeremonyRunning,
    Given,
    NoTrustees,
    ShareGiven,
    SharesMissing,
    complete_ceremony,
    end_ceremony,
    give_share,
    open_ceremony,
)
from firsthand.foundation.vault.actions.keys import (
    AlreadyHasKey,
    OnlyOneWhoOpens,
    begin_anew,
    change_passphrase,
    forget_member_key,
    make_member_key,
    make_recovery_code,
    use_recovery_code,
)
from firsthand.foundation.vault.actions.resealing import Piece, reseal_some
from firsthand.foundation.vault.actions.teams import (
    AlreadyOnTeam,
    CannotRemoveYourself,
    change_keys,
    found_team,
    join_team,
    remove_member,
)
from firsthand.foundation.vault.actions.trustees import TooFewTrustees, TooManyTrustees, end_trust, name_trustees
from firsthand.foundation.vault.forgetting import destroy_key

__all__ = [
    "AlreadyHasKey", "AlreadyOnTeam", "CannotRemoveYourself", "CeremonyOver", "CeremonyRunning", "Given", "NoTrustees",
    "OnlyOneWhoOpens", "Piece", "ShareGiven", "SharesMissing", "TooFewTrustees", "TooManyTrustees", "begin_anew", "change_keys",
    "change_passphrase", "complete_ceremony", "destroy_key", "end_ceremony", "end_trust", "forget_member_key", "found_team",
    "give_share", "join_team", "make_member_key", "make_recovery_code", "name_trustees", "open_ceremony", "remove_member",
    "reseal_some", "use_recovery_code",
]  # fmt: skip
