from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "firsthand.foundation.ledger"
    label = "ledger"
