"""The troubleshooting chart, all under /troubleshooting/."""

from django.urls import path

from cards.troubleshooting import views

app_name = "troubleshooting"

urlpatterns = [
    path("", views.chart, name="chart"),
    path("chart.svg", views.picture, name="picture"),
    path("chart.md", views.text, name="text"),
    path("<slug:name>/", views.end, name="end"),
]
