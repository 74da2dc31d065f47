from django.urls import path

from firsthand.evidence.views import batches, figures, quotes, testimonies, unlocking

app_name = "evidence"
urlpatterns = [
    path("", testimonies.list_testimonies, name="list-testimonies"),
    path("codebook/", testimonies.show_codebook, name="show-codebook"),
    path("unlock/", unlocking.unlock, name="unlock"),
    path("unlock/key/", unlocking.make_key, name="make-key"),
    path("lock/", unlocking.lock, name="lock"),
    path("testimonies/<str:ref>/", testimonies.show_testimony, name="show-testimony"),
    path("testimonies/<str:ref>/codes/", testimonies.code, name="code-testimony"),
    path("testimonies/<str:ref>/withdraw/", testimonies.withdraw_for_giver, name="withdraw-for-giver"),
    path("testimonies/<str:ref>/quote/", quotes.lift, name="lift-quote"),
    path("batches/", batches.list_batches, name="list-batches"),
    path("batches/open/", batches.open_one, name="open-batch"),
    path("figures/", figures.list_figures, name="list-figures"),
    path("figures/new/<str:batch_ref>/", figures.new_figure, name="new-figure"),
    path("figures/<str:ref>/", figures.show_figure, name="show-figure"),
    path("figures/<str:ref>/verdict/", figures.judge, name="judge-figure"),
    path("quotes/", quotes.list_quotes, name="list-quotes"),
    path("quotes/<str:ref>/", quotes.show_quote, name="show-quote"),
    path("quotes/<str:ref>/verdict/", quotes.judge, name="judge-quote"),
]
