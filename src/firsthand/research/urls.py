from django.urls import path

from firsthand.research import views

app_name = "research"
urlpatterns = [
    path("", views.list_sources, name="list-sources"),
    path("import/", views.import_page, name="import-sources"),
    path("export/", views.download, name="download-sources"),
    path("<str:ref>/", views.show_source, name="show-source"),
    path("<str:ref>/notes/", views.note, name="note-source"),
    path("<str:ref>/notes/<int:note>/delete/", views.remove_note, name="delete-note"),
    path("<str:ref>/retire/", views.retire, name="retire-source"),
]
