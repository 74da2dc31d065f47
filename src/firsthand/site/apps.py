from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "firsthand.site"
    label = "site"

    def ready(self) -> None:
        """Put the checks of an installation and the silence of failed tasks in place."""
        from firsthand.site import checks, failures

        checks.connect()
        failures.connect()
