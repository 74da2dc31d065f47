from django.urls import path

from firsthand.commitments.views import importing, register

app_name = "commitments"
urlpatterns = [
    path("", register.list_commitments, name="list-commitments"),
    path("import/", importing.import_page, name="import-matrix"),
    path("<str:ref>/", register.show_commitment, name="show-commitment"),
]
