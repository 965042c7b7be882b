"""Why a kiosk was not enrolled, in words for the person who stands before it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """What went wrong."""

    LINK = "link"
    NO_FINGERPRINT = "no_fingerprint"
    ADDRESS = "address"
    UNREACHABLE = "unreachable"
    TLS = "tls"
    PORTAL = "portal"
    WRONG_SERVER = "wrong_server"
    CODE_SPENT = "code_spent"
    CODE_EXPIRED = "code_expired"
    CODE_USED_UP = "code_used_up"
    CODE_ENDED = "code_ended"
    PROVISIONING = "provisioning"
    SLOW_DOWN = "slow_down"
    REFUSED = "refused"
    DIRECTORY = "directory"
    FILE = "file"
    NOT_ASKED = "not_asked"
    OTHER_SERVER = "other_server"


_WORDS: Final = {
    Reason.LINK: (
        "Mã ghi danh không đúng dạng <mã>.<dấu vân tay>. Hãy quét lại mã QR hoặc nhập lại từ tờ in.",
        "The enrolment code is not of the form <code>.<fingerprint>. Scan the QR code or type it again.",
    ),
    Reason.NO_FINGERPRINT: (
        "Mã ghi danh thiếu dấu vân tay của máy chủ. Hãy nhập cả hai phần: <mã>.<dấu vân tay>.",
        "The enrolment code lacks the server's fingerprint. Enter both parts: <code>.<fingerprint>.",
    ),
    Reason.ADDRESS: (
        "Địa chỉ máy chủ không dùng được. Địa chỉ phải bắt đầu bằng https://.",
        "This server address cannot be used. It must begin with https://.",
    ),
    Reason.UNREACHABLE: (
        "Không liên lạc được với máy chủ. Hãy kiểm tra mạng rồi thử lại; mã vẫn dùng được.",
        "The server cannot be reached. Check the network and try again; the code stays valid.",
    ),
    Reason.TLS: (
        "Không thiết lập được kết nối an toàn với máy chủ. Hãy kiểm tra ngày giờ của máy và địa chỉ máy chủ.",
        "No secure connection to the server. Check this machine's date and time and the server's address.",
    ),
    Reason.PORTAL: (
        "Một trang khác trả lời thay cho máy chủ, có thể là trang đăng nhập mạng. Hãy đăng nhập rồi thử lại.",
        "Something else answered in the server's place, perhaps a network login page. Log in and try again.",
    ),
    Reason.WRONG_SERVER: (
        "Đây không phải máy chủ đã in mã: dấu vân tay hoặc chữ ký không khớp. Máy chưa được ghi danh.",
        "This is not the server that printed the code: fingerprint or signature differ. Not enrolled.",
    ),
    Reason.CODE_SPENT: (
        "Mã ghi danh đã được dùng, đã hết hạn hoặc không tồn tại. Hãy xin mã mới ở cơ quan quản lý.",
        "The enrolment code was used, has expired or does not exist. Ask the central office for a new one.",
    ),
    Reason.CODE_EXPIRED: (
        "Tệp cấp phát đã hết hạn. Hãy xin tệp mới ở cơ quan quản lý.",
        "The provisioning file has expired. Ask the central office for a new one.",
    ),
    Reason.CODE_USED_UP: (
        "Tệp cấp phát đã dùng đủ số máy. Hãy xin tệp mới ở cơ quan quản lý.",
        "The provisioning file made as many kiosks as it may. Ask the central office for a new one.",
    ),
    Reason.CODE_ENDED: (
        "Tệp cấp phát đã bị cơ quan quản lý chấm dứt. Hãy xin tệp mới.",
        "The central office ended this provisioning file. Ask for a new one.",
    ),
    Reason.PROVISIONING: (
        "Tệp cấp phát không đọc được hoặc đã bị sửa. Hãy chép lại tệp từ cơ quan quản lý.",
        "The provisioning file cannot be read, or was changed. Copy it from the central office again.",
    ),
    Reason.SLOW_DOWN: (
        "Đã thử quá nhiều lần. Hãy đợi một phút rồi thử lại.",
        "Too many tries. Wait a minute, then try again.",
    ),
    Reason.REFUSED: (
        "Máy chủ từ chối ghi danh.",
        "The server refused the enrolment.",
    ),
    Reason.FILE: (
        "Tệp danh mục không đọc được hoặc không dành cho máy này. Hãy lấy lại tệp .directory từ trung tâm.",
        "The directory's file cannot be read or is not for this kiosk. Get the .directory file again.",
    ),
    Reason.NOT_ASKED: (
        "Máy này chưa ghi yêu cầu ghi danh nào ra tệp. Hãy chạy enrol --to-file trước.",
        "This kiosk has written no enrolment request. Run enrol --to-file first.",
    ),
    Reason.DIRECTORY: (
        "Máy chủ gửi về danh mục mà máy này không dùng được. Hãy báo cho cơ quan quản lý.",
        "The server sent a directory that this kiosk cannot use. Tell the central office.",
    ),
    Reason.OTHER_SERVER: (
        "Máy này đã ghi danh ở một máy chủ khác và không được chuyển. Không có gì thay đổi.",
        "This kiosk is enrolled at another server and cannot be moved. Nothing was changed.",
    ),
}


@dataclass(frozen=True)
class EnrolmentFailure:
    """Nothing was enrolled; `detail` is for those who repair."""

    reason: Reason
    detail: str

    @property
    def words(self) -> dict[str, str]:
        """What happened and what to do, in Vietnamese and English."""
        vi, en = _WORDS[self.reason]
        return {"vi": vi, "en": en}
