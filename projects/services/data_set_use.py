"""Which submitted cases use a data set: their reviewers may see it."""

from django.db.models import Q

from additionality.engine.case import Case as CaseFacts
from projects.models import Case, DataSet, DataSetUse


def note_use(case: Case, facts: CaseFacts) -> None:
    """Note the data set that the facts of a submission name, if the organisation may see one."""
    named = facts.common_practice.dataset
    if not named.sha256:
        return
    visible = Q(is_public=True) | Q(organisation_id=case.organisation_id)
    same = DataSet.objects.filter(
        visible, sha256=named.sha256, title=named.title, version=named.version or 0
    )
    for data_set in same:
        DataSetUse.objects.get_or_create(data_set=data_set, case=case)
