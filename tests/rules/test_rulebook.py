from pathlib import Path

import pytest

from cases.rules import book
from jianli_mediation.kernel.rulebook import all_rules, rule


def test_the_book_holds_every_rule_with_its_words():
    rules = book.rules()
    assert len({entry.id for entry in rules}) == len(rules)
    assert [entry.id for entry in rules] == sorted(entry.id for entry in rules)
    for entry in rules:
        assert entry.title, entry.id
        assert entry.source, entry.id
        assert len(entry.text) > 30, entry.id
        assert entry.id.split(".")[0] == entry.place.split(".")[-2], entry.id


def test_the_book_imports_every_module_of_the_rules():
    here = Path(book.__file__).parent
    with_rules = {file.stem for file in here.glob("*.py") if "\n@rule(" in file.read_text(encoding="utf-8")}
    assert with_rules == {module.__name__.rsplit(".", 1)[-1] for module in book.MODULES}


def test_one_id_belongs_to_one_function():
    fee = next(entry for entry in all_rules() if entry.id == "fees.execution")
    assert rule(fee.id, fee.title, fee.source)(fee.function) is fee.function
    with pytest.raises(ValueError, match="taken by"):
        rule("fees.execution", "另一个", "ours")(lambda: None)
