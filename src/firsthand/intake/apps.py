from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "firsthand.intake"
    label = "intake"
