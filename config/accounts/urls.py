from django.urls import path

from config.accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.data, name="data"),
    path("export/", views.export, name="export"),
    path("delete/", views.erase, name="erase"),
    path("email/", views.email, name="email"),  # in the place of django-allauth's
    path("email/confirm/", views.confirm, name="confirm"),
    path("programs/<uuid:grant>/end/", views.send_away, name="send-away"),
]
