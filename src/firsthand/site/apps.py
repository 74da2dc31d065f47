from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "firsthand.site"
    label = "site"

    def ready(self) -> None:
        """Join the flows to the ledger: from here on a withdrawal reaches everything."""
        from firsthand.flows import withdrawal

        withdrawal.connect()
