from django.urls import path

from firsthand.commitments.views import register

app_name = "public-commitments"
urlpatterns = [
    path("commitments/", register.list_commitments_in_public, name="list-commitments"),
    path("commitments/<str:ref>/", register.show_commitment_in_public, name="show-commitment"),
]
