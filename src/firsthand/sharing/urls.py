from django.urls import path

from firsthand.sharing import views

app_name = "sharing"
urlpatterns = [
    path("", views.list_protocols, name="list-protocols"),
    path("new/", views.new_protocol, name="new-protocol"),
    path("<str:ref>/", views.show_protocol, name="show-protocol"),
    path("<str:ref>/sign/", views.sign, name="sign-protocol"),
    path("<str:ref>/end/", views.end, name="end-protocol"),
    path("<str:ref>/hand-over/", views.export, name="hand-over"),
    path("<str:ref>/told/", views.told, name="recipient-told"),
]
