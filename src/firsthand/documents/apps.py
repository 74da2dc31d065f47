from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "firsthand.documents"
    label = "documents"
