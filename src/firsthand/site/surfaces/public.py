"""The public surface: editions, claims, the register. It sets no cookie and asks for no account."""

from django.urls import include, path

from firsthand.site import claims, views

urlpatterns = [
    path("", views.show_front, name="front"),
    path("", include("firsthand.commitments.public_urls")),
    path("", include("firsthand.documents.public_urls")),
    path("publications/<str:ref>/provenance.json", claims.download_provenance, name="download-provenance"),
    path("claims/<str:ref>/", claims.show_claim, name="show-claim"),
    path("language/", views.choose_language, name="choose-language"),
]
handler400 = "firsthand.site.views.show_bad_request"
handler403 = "firsthand.site.views.show_not_found"
handler404 = "firsthand.site.views.show_not_found"
handler500 = "firsthand.site.views.show_broken"
