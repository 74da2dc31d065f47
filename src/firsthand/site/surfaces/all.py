"""All three surfaces in one process: the embedded default."""

from firsthand.site.surfaces import desk, intake, public

urlpatterns = public.urlpatterns + [
    pattern for surface in (intake, desk) for pattern in surface.urlpatterns if getattr(pattern, "name", None) != "choose-language"
]
handler400 = "firsthand.site.views.show_bad_request"
handler403 = "firsthand.site.views.show_not_found"
handler404 = "firsthand.site.views.show_not_found"
handler500 = "firsthand.site.views.show_broken"
