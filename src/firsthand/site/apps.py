from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "firsthand.site"
    label = "site"

    def ready(self) -> None:
        """Put in place the checks of an installation, the silence of failed tasks, and what follows a withdrawal."""
        from firsthand.flows import withdrawal
        from firsthand.site import checks, failures

        checks.connect()
        failures.connect()
        withdrawal.connect()
