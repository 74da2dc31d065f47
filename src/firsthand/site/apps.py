from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "firsthand.site"
    label = "site"

    def ready(self) -> None:
        """Put in place the checks of an installation, the silence of failed tasks, and what follows a withdrawal or a closed account."""
        from firsthand.flows import leaving, recalling, withdrawal
        from firsthand.site import checks, failures

        checks.connect()
        failures.connect()
        withdrawal.connect()
        recalling.connect()
        leaving.connect()
