from django.urls import URLPattern

app_name = "public-commitments"
urlpatterns: list[URLPattern] = []
