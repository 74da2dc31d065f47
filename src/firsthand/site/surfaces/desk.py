"""The desk: people with accounts and a second factor."""

from django.urls import include, path

from firsthand.site import claims, publishing, views

urlpatterns = [
    path("desk/", views.show_desk, name="desk"),
    path("desk/components/", views.show_components, name="components"),
    path("desk/", include("firsthand.foundation.people.urls")),
    path("desk/account/", include("firsthand.foundation.people.door_urls")),
    path("desk/intake/", include("firsthand.intake.desk_urls")),
    path("desk/evidence/", include("firsthand.evidence.urls")),
    path("desk/sharing/", include("firsthand.sharing.urls")),
    path("desk/documents/", include("firsthand.documents.urls")),
    path("desk/sources/", include("firsthand.research.urls")),
    path("desk/commitments/", include("firsthand.commitments.urls")),
    path("desk/documents/<str:ref>/versions/<int:number>/publish/", publishing.publish_manuscript, name="publish-manuscript"),
    path("desk/claims/<str:ref>/provenance.json", claims.download_provenance_at_desk, name="download-provenance-at-desk"),
    path("desk/claims/<str:ref>/", claims.show_claim_at_desk, name="show-claim-at-desk"),
    path("language/", views.choose_language, name="choose-language"),
]
handler400 = "firsthand.site.views.show_bad_request"
handler403 = "firsthand.site.views.show_not_found"
handler404 = "firsthand.site.views.show_not_found"
handler500 = "firsthand.site.views.show_broken"
