from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "firsthand.foundation.people"
    label = "people"
