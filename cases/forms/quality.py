"""数据质量: what a list of files is narrowed to."""

from django import forms


class FilesForm(forms.Form):
    """``owner``: the account whose work it is; ``c``: the place in the list."""

    owner = forms.IntegerField(required=False, min_value=1)
    c = forms.CharField(required=False, max_length=300)
