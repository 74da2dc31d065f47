from django.urls import path

from firsthand.documents.views import machine, public

app_name = "public-documents"
urlpatterns = [
    path("publications/", public.list_editions, name="list-editions"),
    path("publications/feed.atom", machine.show_feed, name="show-feed"),
    path("publications/<str:ref>/citation.json", machine.cite_as_csl, name="cite-as-csl"),
    path("publications/<str:ref>/citation.bib", machine.cite_as_bibtex, name="cite-as-bibtex"),
    path("publications/<str:ref>/", public.show_edition, name="show-edition"),
    path("publications/<str:ref>/<slug:file_format>/", public.download_edition, name="download-edition"),
]
