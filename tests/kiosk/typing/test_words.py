"""Hard words, both styles, and what must come through as it was typed."""

import pytest

from kiosk.typing.letters import tone_of, without_tones
from tests.kiosk.typing.hands import after, written
from tests.kiosk.typing.orders import INLINE
from tests.kiosk.typing.syllables import words

WORDS = """
toans toán | tosan toán | dduwowngf đường | dduowngf đường | duongdwf đường | dduwongf đường
nguoiwf người | nguwowif người | ngwoif người | tuooir tuổi | tuoior tuổi
thuowr thuở | thuowng thương | huow huơ | huouw hươu | huwowu hươu | ruowuj rượu | rwouj rượu | uoongs uống
gif gì | gifn gìn | ginf gìn | giawtj giặt | giatwj giặt | gieets giết | giwx giữ | gias giá | giuawx giữa
quys quý | qusy quý | quar quả | quoocs quốc | quyeets quyết | quaajn quận | quows quớ | quawng quăng
khuya khuya | khuyur khuỷu | khuyeen khuyên | tuyeets tuyết | tuyetes tuyết | huyx huỹ | xoawn xoăn
tuaan tuân | tuana tuân | tuanaf tuần | hueej huệ | hueje huệ | nguyeenx nguyễn | ngoafo ngoào
xooong xoong | xooongf xoòng | mooocs moóc | yeeu yêu | yeesu yếu | ys ý | eechs ếch | uw ư | w ư | ww w
huwux hữu | huuwx hữu | luwu lưu | muwaf mừa | muaw mưa | DDawks Đắk | Lawks Lắk | nghieeng nghiêng
aa â | aaa aa | aw ă | aww aw | awa â | aaw ă | oo ô | ooo oo | oow ơ | owo ô | uow ươ | uowo uô | uoow ươ
dd đ | ddd dd | dad đa | dadd dad | ee ê | eee ee | as á | ass as | asz a | asf à
asfrxj ạ | z z | toansz toan
ddc đc | HDDND HĐND | QSDDD QSDD | VNDD VNĐ | NDD-CP NĐ-CP | SDDT SĐT | HDDD HDD
HOAF HOÀ | HoaF Hoà | DDI ĐI | DdI ĐI | dDi đi | TUW TƯ | TW TƯ | Oong Ông | OOng Ông | WOWNG ƯƠNG
vieetj-nam việt-nam | m2 m2 | 5tr 5tr | c.ty c.ty | "chaof" "chào" | (ddungs) (đúng) | 10:30sas 10:30sá
"""

ENGLISH = words("""
windows address staff class files passport password possible office message access success process business
email gmail website wifi internet online facebook zalo google computer camera service server system user
users data banana hello okay thanks very good book look week keep boot root sorry error current express form
check scan video photo menu hotel motor because why pdf jpg kiosk visitors download desktop
windows10 address2 United Kingdom Street WINDOWS USD ATM ISO IELTS Covid Samsung Toyota Honda Wednesday World
www.gov.vn support@kiosk.vn https://dichvucong.gov.vn
""")

# help.launchpad.net/Translations/Vietnamese/Spelling: words it gives as examples of where the tone goes
OLD_STYLE = words("hòa hủy hỏa hảo hiếu tàu trường tiết diễn thuyết gìn ẩn quả thuở huệ xuề xòa giạ giữ")
# lehboi.github.io/kinh-nghiem/chu-viet/ghi-dau-thanh-1: the same, the other way
MODERN_STYLE = words("""
hoằng tuấn huế yến uống miếng nước hoà hoè huỷ hoàn loét huýt mía lúa dừa cải xoài mòi mối chuối bởi bưởi
mùi ngửi cháo kéo màu dầu sếu xỉu rượu hữu máy gậy ngoáy ngoáo ngoẻo giá quả quạu quẹo
""")


def pairs(table: str) -> list[tuple[str, str]]:
    cells = [cell.split() for line in table.strip().splitlines() for cell in line.split("|")]
    return [(keys, text) for keys, text in cells]


def keys_of(word: str) -> str:
    """Marks at once, tone last."""
    keys, last = "", ""
    for letter in word.replace("oo", "ooo"):
        bare, tone = without_tones(letter), tone_of(letter)
        keys += INLINE.get(bare, bare)
        last = " sfrxj"[tone].strip() or last
    return keys + last


@pytest.mark.parametrize("word", OLD_STYLE)
def test_the_old_style_is_the_one_that_the_translators_guide_asks_for(word: str) -> None:
    assert written(keys_of(word), "old") == word


@pytest.mark.parametrize("word", MODERN_STYLE)
def test_the_modern_style_is_the_one_that_goes_by_the_vowel_that_is_spoken(word: str) -> None:
    assert written(keys_of(word), "modern") == word


@pytest.mark.parametrize(("keys", "text"), pairs(WORDS))
def test_a_hard_word_reads_as_meant(keys: str, text: str) -> None:
    assert written(keys) == text


@pytest.mark.parametrize("word", ENGLISH)
def test_what_cannot_be_vietnamese_stands_as_typed(word: str) -> None:
    assert written(word + " ") == word + " "


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("passs", "pass"),
        ("ass", "as"),
        ("buss", "bus"),
        ("tesst", "test"),
        ("vissa", "visa"),
        ("usser", "user"),
    ],
)
def test_a_word_that_is_vietnamese_too_takes_its_tone_key_once_more(keys: str, text: str) -> None:
    assert written(keys + " ") == text + " "


@pytest.mark.parametrize(
    ("keys", "seen", "ended"),
    [("data", "dât", "data"), ("uow", "ươ", "uow"), ("tuyens", "tuýen", "tuyens"), ("ddat", "đat", "đat")],
)
def test_a_syllable_that_ends_unfinished_shows_its_keys(keys: str, seen: str, ended: str) -> None:
    assert written(keys) == seen
    assert written(keys + ",") == ended + ","


@pytest.mark.parametrize("keys", ["tatf", "catr", "hocx", "machf", "tiepr", "huytf", "tieechx"])
def test_a_syllable_that_ends_in_a_stop_takes_no_tone_but_two(keys: str) -> None:
    assert written(keys) == keys


@pytest.mark.parametrize(
    ("keys", "modern", "old"),
    [
        ("hoaf", "hoà", "hòa"),
        ("HOAF", "HOÀ", "HÒA"),
        ("Hoaf", "Hoà", "Hòa"),
        ("khoer", "khoẻ", "khỏe"),
        ("thuyr", "thuỷ", "thủy"),
        ("hoanf", "hoàn", "hoàn"),
        ("hofan", "hoàn", "hoàn"),
        ("ngoaif", "ngoài", "ngoài"),
        ("quys", "quý", "quý"),
        ("quar", "quả", "quả"),
        ("mias", "mía", "mía"),
        ("cuar", "của", "của"),
        ("chiuj", "chịu", "chịu"),
        ("cuxi", "cũi", "cũi"),
        ("thuowr", "thuở", "thuở"),
        ("khuyur", "khuỷu", "khuỷu"),
        ("huyts", "huýt", "huýt"),
        ("hueej", "huệ", "huệ"),
    ],
)
def test_the_two_styles_differ_in_open_oa_oe_uy_alone(keys: str, modern: str, old: str) -> None:
    assert written(keys, "modern") == modern
    assert written(keys, "old") == old


def test_a_whole_comment_is_written_as_people_write() -> None:
    keys = "^Casn booj tieeps daan ddax huwowngs daanx taanj tifnh, hoof sow trar ddungs henj. camr own!"
    assert after(keys).text == "Cán bộ tiếp dân đã hướng dẫn tận tình, hồ sơ trả đúng hẹn. Cảm ơn!"
