from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "firsthand.commitments"
    label = "commitments"
