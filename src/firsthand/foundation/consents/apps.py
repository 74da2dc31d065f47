from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "firsthand.foundation.consents"
    label = "consents"
