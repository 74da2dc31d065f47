from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "firsthand.site"
    label = "site"
