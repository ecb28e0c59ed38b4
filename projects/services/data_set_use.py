"""Which submitted cases use a data set: their reviewers may see it."""

from django.db.models import Q, QuerySet

from additionality.engine.case import Case as CaseFacts
from projects.models import Case, DataSet, DataSetUse


def named_by(case: Case, facts: CaseFacts) -> QuerySet[DataSet]:
    """The data set that the facts of a case name, if the organisation may see one."""
    named = facts.common_practice.dataset
    visible = Q(is_public=True) | Q(organisation_id=case.organisation_id)
    same = DataSet.objects.filter(
        visible, sha256=named.sha256, title=named.title, version=named.version or 0
    )
    return same if named.sha256 else same.none()


def note_use(case: Case, data_sets: list[DataSet]) -> None:
    """Note the data sets that a submission rests on."""
    for data_set in data_sets:
        DataSetUse.objects.get_or_create(data_set=data_set, case=case)
