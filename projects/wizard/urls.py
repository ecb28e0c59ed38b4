from django.urls import path

from projects.wizard.choosing import choose
from projects.wizard.views import CaseWizard

app_name = "wizard"
urlpatterns = [
    path("", choose, name="choose"),
    path("<slug:step>/", CaseWizard.as_view(url_name="wizard:step"), name="step"),
]
