from django.urls import path

from firsthand.intake.views import directory, limits

app_name = "intake-desk"
urlpatterns = [
    path("services/", directory.list_services, name="list-services"),
    path("services/new/", directory.new_service, name="new-service"),
    path("services/<int:number>/", directory.edit_service, name="edit-service"),
    path("services/<int:number>/tried/", directory.tried, name="service-tried"),
    path("services/<int:number>/end/", directory.end, name="end-service"),
    path("limits/", limits.texts, name="limits"),
    path("limits/<str:owner>/<str:jurisdiction>/<str:language>/checked/", limits.confirm, name="confirm-limits"),
]
