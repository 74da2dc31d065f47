from django.urls import path

from firsthand.documents.views import comparing, editions, writing

app_name = "documents"
urlpatterns = [
    path("", writing.list_manuscripts, name="list-manuscripts"),
    path("new/", writing.new_manuscript, name="new-manuscript"),
    path("editions/<str:ref>/", editions.show_edition, name="show-edition"),
    path("editions/<str:ref>/recipients/", editions.add_recipient, name="add-recipient"),
    path("editions/<str:ref>/withdraw/", editions.withdraw, name="withdraw-edition"),
    path("<str:ref>/", writing.edit_manuscript, name="edit-manuscript"),
    path("<str:ref>/profile/", writing.choose, name="choose-profile"),
    path("<str:ref>/versions/<int:old>/<int:new>/", comparing.compare_versions, name="compare-versions"),
    path("<str:ref>/versions/<int:old>/<int:new>/docx/", comparing.download_comparison, name="download-comparison"),
    path("<str:ref>/versions/<int:number>/", writing.show_version, name="show-version"),
]
