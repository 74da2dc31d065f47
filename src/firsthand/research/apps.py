from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "firsthand.research"
    label = "research"
