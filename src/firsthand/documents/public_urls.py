from django.urls import URLPattern

app_name = "public-documents"
urlpatterns: list[URLPattern] = []
