"""The form in which learners say how they want to study."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from cards.studying import wording
from cards.studying.days import zones
from cards.studying.models import Learner


class Wishes(forms.ModelForm):
    """Limits of a day, retention, and when a day begins."""

    retention = forms.TypedChoiceField(coerce=float, widget=forms.RadioSelect)
    time_zone = forms.ChoiceField()
    day_begins = forms.TypedChoiceField(coerce=int, choices=[(hour, f"{hour}:00") for hour in range(24)])

    class Meta:
        model = Learner
        fields: ClassVar = ["new_a_day", "reviews_a_day", "retention", "time_zone", "day_begins", "has_keys"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        shares = sorted({*wording.RETENTIONS, self.instance.retention})
        retention, time_zone = self.fields["retention"], self.fields["time_zone"]
        assert isinstance(retention, forms.TypedChoiceField)  # noqa: S101
        assert isinstance(time_zone, forms.ChoiceField)  # noqa: S101
        retention.choices = [(share, wording.retention(share)) for share in shares]
        time_zone.choices = [(name, name.replace("_", " ")) for name in sorted(zones() | {self.instance.time_zone})]
