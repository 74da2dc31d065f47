from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "firsthand.foundation.people"
    label = "people"

    def ready(self) -> None:
        """Listen to the sign-in library."""
        from firsthand.foundation.people import sign_ins  # noqa: F401 -- importing it connects its receivers
