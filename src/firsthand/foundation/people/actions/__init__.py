"""What changes organisations, people, roles and sessions. Each change is one ledger row in the same transaction.

`by` is the person who acts; None is the operator at the machine's command line, who may do everything here.
"""

from firsthand.foundation.people.actions.founding import found_organisation, found_region
from firsthand.foundation.people.actions.people import change_password, deactivate_person, invite_person, renew_person
from firsthand.foundation.people.actions.roles import end_role, give_role
from firsthand.foundation.people.actions.sessions import (
    end_other_sessions,
    end_session,
    forget_old_sessions,
    forget_session,
    start_session,
    touch_session,
)

__all__ = [
    "change_password",
    "deactivate_person",
    "end_other_sessions",
    "end_role",
    "end_session",
    "forget_old_sessions",
    "forget_session",
    "found_organisation",
    "found_region",
    "give_role",
    "invite_person",
    "renew_person",
    "start_session",
    "touch_session",
]
