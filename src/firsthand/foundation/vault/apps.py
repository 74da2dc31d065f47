from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "firsthand.foundation.vault"
    label = "vault"
