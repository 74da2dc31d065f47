from django.urls import path

from firsthand.documents.views import public

app_name = "public-documents"
urlpatterns = [
    path("publications/", public.list_editions, name="list-editions"),
    path("publications/<str:ref>/", public.show_edition, name="show-edition"),
    path("publications/<str:ref>/<slug:file_format>/", public.download_edition, name="download-edition"),
]
