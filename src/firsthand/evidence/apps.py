from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "firsthand.evidence"
    label = "evidence"
