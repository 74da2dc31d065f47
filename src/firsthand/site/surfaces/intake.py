"""The intake surface: no script needed, no third party, no cookie but the one against forgery."""

from django.urls import include, path

from firsthand.site import views

urlpatterns = [
    path("give/", include("firsthand.intake.urls")),
    path("language/", views.choose_language, name="choose-language"),
]
handler400 = "firsthand.site.views.show_bad_request"
handler403 = "firsthand.site.views.show_not_found"
handler404 = "firsthand.site.views.show_not_found"
handler500 = "firsthand.site.views.show_broken"
