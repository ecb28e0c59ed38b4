"""Addresses of the cases, the proponent's side."""

from django.urls import path

from projects.activities.workbench import plants
from projects.cases import (
    answering,
    beginning,
    checking,
    comparing,
    copying,
    declaring,
    deleting,
    evidence,
    ledgers,
    lists,
    moving,
    overview,
    presence,
    rules,
    submissions,
)
from projects.showing.views import draft_picture, scenario_picture, submission_picture
from projects.workbook.views import draft_workbook, submission_workbook

app_name = "cases"
urlpatterns = [
    path("", lists.case_list, name="list"),
    path("new/", beginning.new, name="new"),
    path("import/", beginning.import_case, name="import"),
    path("deleted/", lists.deleted, name="deleted"),
    path("<uuid:pk>/", overview.overview, name="overview"),
    path("<uuid:pk>/case.json", submissions.export_draft, name="export"),
    path("<uuid:pk>/workbook.xlsx", draft_workbook, name="workbook"),
    path("<uuid:pk>/rules/", rules.rules, name="rules"),
    path("<uuid:pk>/compare/", comparing.draft_comparison, name="compare"),
    path(
        "<uuid:pk>/submissions/<int:number>/compare/",
        comparing.submission_comparison,
        name="submission_compare",
    ),
    path("<uuid:pk>/check/", checking.check, name="check"),
    path("<uuid:pk>/declare/", declaring.declare, name="declare"),
    path("<uuid:pk>/requests/", answering.requests, name="requests"),
    path("<uuid:pk>/moves/<slug:name>/", moving.move, name="move"),
    path("<uuid:pk>/copy/", copying.copy, name="copy"),
    path("<uuid:pk>/delete/", deleting.delete, name="delete"),
    path("<uuid:pk>/here/<slug:step>/", presence.here, name="here"),
    path("<uuid:pk>/evidence/", evidence.evidence, name="evidence"),
    path("<uuid:pk>/evidence/put/", evidence.put, name="evidence_put"),
    path("<uuid:pk>/evidence/describe/", evidence.describe, name="evidence_describe"),
    path("<uuid:pk>/ledger/", ledgers.draft_ledger, name="ledger"),
    path("<uuid:pk>/evidence/remove/", evidence.remove, name="evidence_remove"),
    path("<uuid:pk>/evidence/files/<path:key>", evidence.download, name="evidence_file"),
    path("<uuid:pk>/plants/", plants, name="plants"),
    path("<uuid:pk>/pictures/<slug:name>.svg", draft_picture, name="pictures"),
    path("<uuid:pk>/submissions/<int:number>/", submissions.submission, name="submission"),
    path(
        "<uuid:pk>/submissions/<int:number>/case.json",
        submissions.export_submission,
        name="submission_export",
    ),
    path(
        "<uuid:pk>/submissions/<int:number>/workbook.xlsx",
        submission_workbook,
        name="submission_workbook",
    ),
    path(
        "<uuid:pk>/submissions/<int:number>/ledger/",
        ledgers.submission_ledger,
        name="submission_ledger",
    ),
    path("<uuid:pk>/submissions/<int:number>/changes/", submissions.changed, name="changes"),
    path(
        "<uuid:pk>/submissions/<int:number>/pictures/<slug:name>.svg",
        submission_picture,
        name="submission_picture",
    ),
    path(
        "<uuid:pk>/submissions/<int:number>/scenario.svg",
        scenario_picture,
        name="scenario_picture",
    ),
]
