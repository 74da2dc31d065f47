from django.urls import path

from firsthand.intake.views import attachments, giving, inbox, receipts, sealed

app_name = "intake"
urlpatterns = [
    path("receipt/", receipts.open_receipt, name="open-receipt"),
    path("receipt/files/", attachments.add, name="add-files"),
    path("receipt/files/piece/", attachments.add_piece, name="add-piece"),
    path("receipt/agree/", inbox.agree, name="agree"),
    path("receipt/write/", inbox.write, name="write"),
    path("receipt/destroy/", inbox.destroy, name="destroy-added"),
    path("receipt/withdraw/", receipts.withdraw, name="withdraw"),
    path("<slug:code>/", giving.show_start, name="start"),
    path("<slug:code>/limits/", giving.show_limits, name="limits"),
    path("<slug:code>/tell/", sealed.tell, name="tell"),
    path("<slug:code>/sealed/", sealed.send_sealed, name="send-sealed"),
    path("<slug:code>/check/", giving.check, name="check"),
    path("<slug:code>/send/", giving.send, name="send"),
    path("<slug:code>/<slug:step>/", giving.ask, name="ask"),
]
