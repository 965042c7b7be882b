"""What can be wrong between a kiosk and this server, in words for those who look after them."""

from enum import StrEnum
from typing import Final, NamedTuple


class Kind(StrEnum):
    """What is wrong."""

    FORKED = "forked"
    NEW_LEDGER = "new_ledger"
    CLONE = "clone"
    REWOUND = "rewound"
    HOLE = "hole"
    LOST_HERE = "lost_here"
    SALVAGE = "salvage"
    CODE_REUSED = "code_reused"
    QUARANTINED = "quarantined"
    REPLACED = "replaced"
    RELAY_CONFLICT = "relay_conflict"
    RELAY_FORKED = "relay_forked"
    RELAY_RENEWED = "relay_renewed"
    RETIRED = "retired"
    SILENT = "silent"
    CANARY_MISSING = "canary_missing"


class Words(NamedTuple):
    """What it means, and the way out, each in Vietnamese and English."""

    meaning: dict[str, str]
    way_out: dict[str, str]


WORDS: Final = {
    Kind.FORKED: Words(
        {
            "vi": "Máy gửi các dòng không nối tiếp sổ mà máy chủ đang giữ: máy bị sao chép hoặc bị khôi phục "
            "về trạng thái cũ.",
            "en": "What the kiosk sends does not continue what is held: it was cloned or rolled back.",
        },
        {
            "vi": "Máy tự mở sổ mới và gửi phần khác biệt để xem xét. Nếu hai ngày vẫn chưa xong, hãy kiểm "
            "tra máy: hailong-kiosk check.",
            "en": "The kiosk opens a new ledger by itself and sends the differing lines apart. If it has not "
            "within two days, look at it: hailong-kiosk check.",
        },
    ),
    Kind.NEW_LEDGER: Words(
        {
            "vi": "Máy đã bỏ sổ cũ và mở sổ mới (do rẽ nhánh, khôi phục hoặc hỏng dữ liệu).",
            "en": "The kiosk gave its ledger up and opened a new one (forked, restored or corrupt).",
        },
        {
            "vi": "Hỏi người trông máy đã xảy ra việc gì, rồi ghi nhận: "
            "hailong-central alarms --acknowledge.",
            "en": "Ask those at the desk what happened, then: hailong-central alarms --acknowledge.",
        },
    ),
    Kind.CLONE: Words(
        {
            "vi": "Hai máy cùng dùng một khóa: sổ cũ vẫn có tín hiệu sau khi sổ mới đã mở.",
            "en": "Two machines use one key: the old ledger still shows life after its successor was opened.",
        },
        {
            "vi": "Tìm máy sao chép và tắt nó; nếu không rõ máy nào: hailong-central kiosk revoke rồi "
            "kiosk replace.",
            "en": "Find the copy and switch it off; if it is unclear which: hailong-central kiosk revoke, "
            "then kiosk replace.",
        },
    ),
    Kind.REWOUND: Words(
        {
            "vi": "Sổ của máy ngắn hơn hoặc khác với những gì chính máy đã báo: có dòng chưa gửi đã mất.",
            "en": "The kiosk's ledger is shorter than, or differs from, what it said itself: lines that were "
            "not delivered yet are gone.",
        },
        {
            "vi": "Kiểm tra máy (đĩa, bản sao cũ được khôi phục), ghi lại nguyên nhân, rồi ghi nhận.",
            "en": "Look at the machine (disk, an old image put back), note the cause, then acknowledge.",
        },
    ),
    Kind.HOLE: Words(
        {
            "vi": "Máy chủ mất các dòng này và máy cũng đã xóa chúng theo thời hạn lưu: không lấy lại được.",
            "en": "This server lost these lines and the kiosk has pruned them: they cannot come back.",
        },
        {
            "vi": "Tìm bản sao lưu mới hơn của máy chủ; nếu không có, ghi nhận khoảng trống.",
            "en": "Look for a newer backup of the server; if there is none, acknowledge the gap.",
        },
    ),
    Kind.LOST_HERE: Words(
        {
            "vi": "Máy chủ từng giữ nhiều dòng của máy này hơn: máy chủ vừa được khôi phục từ bản sao lưu?",
            "en": "This server once held more of this kiosk: was it restored from a backup?",
        },
        {
            "vi": "Không cần làm gì: máy gửi lại, và cảnh báo tự hết.",
            "en": "Nothing to do: the kiosk sends again, and the alarm ends by itself.",
        },
    ),
    Kind.SALVAGE: Words(
        {
            "vi": "Các dòng không nối vào sổ nào đã đến; chúng được giữ và chưa được tính.",
            "en": "Lines that fit no ledger any more have come; they are kept and not counted.",
        },
        {
            "vi": "Xem xét, rồi đề nghị ở trang Cách ly; người thứ hai cho tính. "
            "Bằng lệnh: hailong-central quarantine propose, rồi release.",
            "en": "Look at them, then propose them on the page Quarantine; somebody else releases them. "
            "By command: hailong-central quarantine propose, then release.",
        },
    ),
    Kind.CODE_REUSED: Words(
        {
            "vi": "Một thiết bị khác đã thử mã ghi danh đã dùng của máy này (máy cài lại hoặc mã bị lộ).",
            "en": "Another device tried the enrolment code that this kiosk has used (a machine set up anew, "
            "or a code that leaked).",
        },
        {
            "vi": "Máy cài lại: hailong-central kiosk replace, rồi ghi danh bằng mã mới.",
            "en": "If the machine was set up anew: hailong-central kiosk replace, then enrol with that code.",
        },
    ),
    Kind.QUARANTINED: Words(
        {
            "vi": "Máy đã bị thu hồi vẫn gửi; các dòng được giữ và chưa được tính.",
            "en": "A revoked kiosk still delivers; its lines are kept and not counted.",
        },
        {
            "vi": "Tắt máy; nếu các dòng đáng tin: đề nghị ở trang Cách ly, người thứ hai cho tính. "
            "Bằng lệnh: hailong-central quarantine propose, rồi release.",
            "en": "Switch it off; if its lines are to be believed: propose them on the page Quarantine; "
            "somebody else releases them. By command: hailong-central quarantine propose, then release.",
        },
    ),
    Kind.RELAY_CONFLICT: Words(
        {
            "vi": "Một tỉnh gửi lên một đơn vị hoặc một máy mà tỉnh khác (hoặc máy chủ này) đã có: phần đó "
            "không được nhận.",
            "en": "A province relays a unit or a kiosk that is another's, or this server's own: it is not "
            "taken.",
        },
        {
            "vi": "Hỏi tỉnh đó: mỗi đơn vị và mỗi máy chỉ thuộc một tỉnh và có mã riêng.",
            "en": "Ask that province: each unit and each kiosk is of one province and has an id of its own.",
        },
    ),
    Kind.RELAY_FORKED: Words(
        {
            "vi": "Máy chủ cấp trên giữ những dòng khác của sổ này: phần tiếp theo không được chuyển lên.",
            "en": "The server above holds other lines of this ledger: nothing more of it is relayed.",
        },
        {
            "vi": "Nếu máy chủ này vừa được khôi phục: máy gửi lại thì tự hết. Nếu không: so sánh hai sổ.",
            "en": "If this server was restored just now, it ends once the kiosk has sent again. If not, "
            "compare the two ledgers.",
        },
    ),
    Kind.RELAY_RENEWED: Words(
        {
            "vi": "Máy chủ cấp trên giữ những dòng trong sổ riêng của máy chủ này mà ở đây không còn: máy "
            "chủ này vừa được khôi phục. Sổ riêng đã được mở tiếp bằng một sổ mới.",
            "en": "The server above holds lines of this server's own ledger that are not here any more: this "
            "server was restored. The own ledger goes on in a new one.",
        },
        {
            "vi": "Xem lại những việc đã làm sau bản sao lưu (thu hồi, thay máy, mở niêm phong) và làm lại "
            "nếu cần; rồi ghi nhận.",
            "en": "Look what was done after the backup (revoked, replaced, released), do it again where it "
            "must be, then acknowledge.",
        },
    ),
    Kind.REPLACED: Words(
        {
            "vi": "Máy đã được thay vẫn hoạt động.",
            "en": "A kiosk that was replaced is still at work.",
        },
        {
            "vi": "Nếu đó chỉ là các dòng cũ, ghi nhận; nếu không, tắt máy hoặc: "
            "hailong-central kiosk revoke.",
            "en": "If these are its last old lines, acknowledge; otherwise switch it off, or: "
            "hailong-central kiosk revoke.",
        },
    ),
    Kind.RETIRED: Words(
        {
            "vi": "Máy đã ngừng sử dụng vẫn hoạt động.",
            "en": "A kiosk that was retired is still at work.",
        },
        {
            "vi": "Tắt máy. Những gì máy đã gửi vẫn được tính.",
            "en": "Switch it off. What it delivered is counted.",
        },
    ),
    Kind.SILENT: Words(
        {
            "vi": "Trong giờ làm việc, máy không có tín hiệu lâu hơn mức cho phép.",
            "en": "The kiosk has shown no sign of life for too long within opening hours.",
        },
        {
            "vi": "Hỏi người trông máy: nguồn điện, mạng, màn hình. Đánh giá vẫn được giữ trong máy; "
            "cảnh báo tự hết khi máy có tín hiệu.",
            "en": "Ask those at the desk: power, network, screen. Ratings are kept at the kiosk; the alarm "
            "ends by itself once the kiosk is heard.",
        },
    ),
    Kind.CANARY_MISSING: Words(
        {
            "vi": "Phiếu kiểm chứng (đánh giá mức 1 có kế hoạch) không về đủ đường trong ngày: từ đó chưa "
            "chứng minh được rằng đánh giá thấp của máy này được tính.",
            "en": "A planned rating of 1 did not go the whole way within its day: since then it is not "
            "proved that this kiosk's low ratings are counted.",
        },
        {
            "vi": "Hỏi người kiểm tra đã đánh giá chưa và mã biên nhận có đúng không; xem máy còn dòng chờ "
            "gửi không; lập kế hoạch một phiếu khác.",
            "en": "Ask the inspector whether the rating was given and the receipt code is right; see whether "
            "lines wait at the kiosk; plan another.",
        },
    ),
}
