from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.identity import (
    ID_TYPES,
    check_account,
    check_identity,
    check_phone,
    mask_account,
    mask_address,
    mask_id,
    mask_phone,
)
from jianli_mediation.kernel.validators import check_resident_id, resident_check_digit

TODAY = date(2023, 5, 8)
SOUND = ["11010519491231002X", "429999198503120017", "429999199011050029", "429999194702280031", "429999197812310047"]


@pytest.mark.parametrize("number", SOUND)
def test_sound_resident_numbers_fill_in_sex_and_birth(number):
    check = check_identity("resident_id", number, TODAY)
    assert check.ok
    assert check.normal == number
    assert check.message == ""
    assert check.sex == ("male" if number[16] in "13579" else "female")
    assert check.birth == date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


@pytest.mark.parametrize("number", SOUND)
def test_a_changed_last_digit_is_told(number):
    wrong = number[:17] + ("8" if number[17] != "8" else "7")
    check = check_identity("resident_id", wrong, TODAY)
    assert not check.ok
    assert check.message == f"末位应为 {number[17]}，现为 {wrong[17]}，请核对证件。"
    assert check.sex is None
    assert check.birth is None


@given(place=st.integers(0, 16), digit=st.sampled_from("0123456789"))
def test_any_single_wrong_digit_is_found(place, digit):
    number = SOUND[1]
    wrong = number[:place] + digit + number[place + 1 :]
    assert check_resident_id(wrong).ok is (wrong == number)


@given(body=st.from_regex(r"[1-7][0-9]{5}19[5-9][0-9]0[1-9]1[0-9][0-9]{3}", fullmatch=True))
def test_a_computed_check_digit_is_accepted(body):
    assert check_resident_id(body + resident_check_digit(body)).ok


def test_blanks_lower_x_and_full_width_are_normalised():
    assert check_identity("resident_id", " 110105 19491231 002x", TODAY).normal == "11010519491231002X"
    assert check_identity("resident_id", "４２９９９９198503120017", TODAY).normal == "429999198503120017"


def test_old_numbers_are_converted_and_said():
    check = check_identity("resident_id", "110105491231002", TODAY)
    assert check.ok
    assert check.normal == "11010519491231002X"
    assert check.message == "15 位旧号码，已换算为 18 位，请与新证件核对。"


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("", "没有填号码，请照证件填写。"),
        ("42999919850312001", "应为 18 位，现为 17 位，请核对证件。"),
        ("42999919850312X017", "第 15 位应为数字，现为“X”，请核对证件。"),
        ("42999919850312001Y", "第 18 位应为数字，现为“Y”，请核对证件。"),
        ("029999198503120017", "首位应为 1 至 9，现为 0，请核对证件。"),
        ("429999198502300017", "第 7 至 14 位“19850230”不是出生日期，请核对证件。"),
        ("429999170001010017", "第 7 至 14 位“17000101”不是出生日期，请核对证件。"),
        ("11010549123100X", "应为 18 位，现为 15 位，请核对证件。"),
        ("810000199408230021", "810000 开头的是港澳台居民居住证，请改选证件种类。"),
        ("911124198108030024", "9 开头的是外国人永久居留身份证，请改选证件种类。"),
    ],
)
def test_each_fault_of_a_resident_number_has_its_words(number, message):
    check = check_identity("resident_id", number, TODAY)
    assert not check.ok
    assert check.message == message


def test_nobody_is_born_tomorrow():
    body = "42999920230509001"
    number = body + resident_check_digit(body)
    assert check_identity("resident_id", number, TODAY).message == "出生日期 2023-05-09 晚于今天，请核对证件。"
    assert check_identity("resident_id", number, date(2023, 5, 9)).ok


@pytest.mark.parametrize(
    "number", ["91421023MA00000151", "91421023MA0000023U", "91421023MA0000A35U", "91350100M000100Y43"]
)
def test_sound_credit_codes(number):
    check = check_identity("uscc", number.lower(), TODAY)
    assert check.ok
    assert check.normal == number


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("91350100M000100Y44", "末位应为 3，现为 4，请核对证照。"),
        ("91421023MA0000015", "应为 18 位，现为 17 位，请核对证照。"),
        ("91421023MAO0000151", "第 11 位不会是“O”，看看是不是数字 0，请核对证照。"),
        ("91421023MAV0000151", "第 11 位不会是“V”，请核对证照。"),
        ("9142A023MA00000151", "第 3 至 8 位“42A023”应为行政区划数字，请核对证照。"),
    ],
)
def test_each_fault_of_a_credit_code_has_its_words(number, message):
    check = check_identity("uscc", number, TODAY)
    assert not check.ok
    assert check.message == message


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("passport", "E12345678"),
        ("hk_macao_permit", "H12345678"),
        ("hk_macao_permit", "m1234567801"),
        ("taiwan_permit", "12345678"),
        ("taiwan_permit", "1234567801"),
        ("residence_permit", "810000199408230021"),
        ("foreigner_permit", "911124198108030024"),
        ("foreigner_permit", "ABC123456789012"),
        ("military", "军字第 1234567 号"),
        ("other", "户口簿 0012"),
    ],
)
def test_other_documents_are_accepted(kind, number):
    assert check_identity(kind, number, TODAY).ok


def test_modern_permits_tell_sex_and_birth():
    check = check_identity("residence_permit", "810000199408230021", TODAY)
    assert (check.sex, check.birth) == ("female", date(1994, 8, 23))


@pytest.mark.parametrize(
    ("kind", "number", "message"),
    [
        ("passport", "E1", "应为 5 至 17 位字母或数字，现为 2 位，请核对证件。"),
        ("hk_macao_permit", "X12345678", "应为 H 或 M 加 8 位或 10 位数字，现为 9 位，请核对证件。"),
        ("taiwan_permit", "1234567", "应为 8 位或 10 位数字，现为 7 位，请核对证件。"),
        ("residence_permit", "429999198503120017", "前 6 位应为 810000、820000 或 830000，现为 429999，请核对证件。"),
        ("residence_permit", "810000940823002", "应为 18 位，现为 15 位，请核对证件。"),
        ("residence_permit", "810000199408230022", "末位应为 1，现为 2，请核对证件。"),
        ("foreigner_permit", "429999198503120017", "首位应为 9，现为 4，请核对证件。"),
        ("foreigner_permit", "12345", "应为 18 位，现为 5 位，请核对证件。"),
        ("military", "  ", "没有填号码，请照证件填写。"),
        ("other", "一" * 41, "最多 40 字，现为 41 字，请核对证件。"),
    ],
)
def test_each_fault_of_another_document_has_its_words(kind, number, message):
    check = check_identity(kind, number, TODAY)
    assert not check.ok
    assert check.message == message


def test_an_unknown_kind_of_document_is_a_fault_of_the_program():
    with pytest.raises(ValueError, match="unknown id type"):
        check_identity("library_card", "1", TODAY)


@given(kind=st.sampled_from(ID_TYPES), number=st.text(max_size=24))
def test_whatever_is_typed_gets_an_answer_in_the_words_of_the_house(kind, number):
    check = check_identity(kind, number, TODAY)
    assert check.ok or check.message.endswith("。")
    said = check.message.replace(check.normal, "").split("“")[0]
    assert not any(word in said for word in ("非法", "错误", "失败", "异常", "!", "！"))


@pytest.mark.parametrize(
    ("text", "normal"),
    [("13900000031", "13900000031"), ("139 0000 0031", "13900000031"), ("+86 139-0000-0031", "13900000031"),
     ("0716-1234567", "0716-1234567"), ("07161234567", "07161234567"), ("010-12345678-801", "010-12345678-801")],
)  # fmt: skip
def test_telephones_that_can_be_called(text, normal):
    check = check_phone(text)
    assert check.ok
    assert check.normal == normal


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1390000003", "手机应为 11 位，现为 10 位，请核对。"),
        ("12345678901", "应为 11 位手机，或带区号的固话（如 0716-1234567），请核对。"),
        ("3321456", "应为 11 位手机，或带区号的固话（如 0716-1234567），请核对。"),
    ],
)
def test_telephones_that_cannot(text, message):
    check = check_phone(text)
    assert not check.ok
    assert check.message == message


def test_accounts():
    assert check_account("4111 1111 1111 1111").message == ""
    warned = check_account("4111111111111112")
    assert warned.ok
    assert "对公账户可以不符" in warned.message
    assert check_account("1234567").message == "账号应为 8 至 30 位，现为 7 位，请核对。"
    assert check_account("6222A0000").message == "账号应全是数字，请核对。"
    assert not check_account("6222A0000").ok


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("429999194702280031", "4299**********0031"),
        ("110105491231002", "1101*******1002"),
        ("E12345678", "******678"),
        ("12", "**"),
        ("", ""),
    ],
)
def test_ids_are_masked(number, masked):
    assert mask_id(number) == masked


def test_phones_and_accounts_are_masked():
    assert mask_phone("13900000031") == "139****0031"
    assert mask_phone("0716-1234567") == "********4567"
    assert mask_phone("12345") == "****5"
    assert mask_account("6222000000000151") == "****0151"
    assert mask_account("12345") == "****"
    assert mask_account("") == ""


@given(number=st.text(min_size=1, max_size=40))
def test_masking_hides_at_least_half_even_of_nonsense(number):
    for mask in (mask_id, mask_phone):
        shown = mask(number)
        assert len(shown) == len(number)
        hidden = sum(a == "*" for a in shown)
        assert hidden >= len(number) * 4 // 11


def test_an_address_keeps_its_first_half() -> None:
    assert mask_address("湖北省监利市桥市镇向阳村3组49号") == "湖北省监利市桥市****"
    assert (mask_address("某村"), mask_address("")) == ("某村****", "")
