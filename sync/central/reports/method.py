"""How a report was counted and what was left out, in sentences: also a workbook's sheet "Phương pháp"."""

from typing import Final

from sync.central.reports.contents import Contents
from sync.central.reports.writing import WRITE, day

_LEFT_OUT: Final = {
    "practice": "phiếu thử máy, do cán bộ bấm khi máy đang ở chế độ thử",
    "withdrawn": "phiếu người dân đã rút lại ngay tại máy",
    "canary": "phiếu kiểm chứng do thanh tra lập kế hoạch trước",
    "attention": "phiếu nêu tên đơn vị, quầy, cán bộ hoặc bộ câu hỏi mà hệ thống không biết, hoặc lặp lại "
    "phiếu khác",
    "late": "phiếu gửi bằng điện thoại sau khi lời mời đã hết hạn 7 ngày",
}


_MARKED: Final = (
    "Phiếu bị đánh dấu là phiếu khiến người đọc phải hỏi ai đã bấm, theo các quy tắc nêu trong báo cáo; "
    "không phiếu nào bị loại vì dấu. Dấu được xét một lần, khi lần khóa sổ công bố phiếu đó. Hồ sơ được đánh "
    "giá lại chỉ được nhận ra trong cùng một ngày, ở cùng một máy chưa khởi động lại, vì mã hồ sơ được niêm "
    "phong và không để lại dấu vết nào khác."
)


def method_of(contents: Contents) -> tuple[str, ...]:
    """The sentences, in their order."""
    now, heads = contents.period.now, contents.heads
    return (
        "“Phản hồi tại chỗ” là phiếu người dân tự bấm tại máy đánh giá hoặc trên điện thoại ngay sau khi "
        "giao dịch; "
        "người trả lời tự chọn tham gia nên kết quả không thay cho khảo sát theo mẫu.",
        "Hài lòng trở lên gồm mức 5 và mức 4; không hài lòng trở xuống gồm mức 2 và mức 1; “Bình thường” "
        "(mức 3) không "
        "bao giờ tính là hài lòng; lượt chưa đánh giá được nêu là chưa đánh giá. Điểm trung bình chỉ để tham "
        "khảo.",
        "Khoảng tin cậy 95\N{NO-BREAK SPACE}% của một tỷ lệ theo Wilson (1927), của chênh lệch hai tỷ lệ "
        "theo Newcombe (1998); "
        "chênh lệch kép lấy mẫu lại 1.999 lần theo đơn vị, với mầm ngẫu nhiên tính từ "
        "mã băm cuối của các sổ.",
        f"Kỳ báo cáo gồm các lần khóa sổ từ hết ngày {day(now.first)} đến hết ngày {day(now.last)} (giờ Việt "
        "Nam). Mỗi lần khóa "
        "sổ chỉ công bố khi một dòng có ít nhất 10 phiếu mới, nên mọi số trong báo cáo là tổng của những số "
        "đã công bố; "
        "đặt cạnh trang kết quả hay báo cáo khác cũng không suy ra được phiếu của dưới 10 người.",
        f"Tính đến lúc chốt, có {WRITE.count(contents.dated)} phiếu hợp lệ mang ngày trong kỳ, so với "
        f"{WRITE.count(contents.whole.n)} phiếu đã công bố trong kỳ. Phiếu còn chờ hoặc về sau khi chốt "
        "không được cộng thêm vào "
        "báo cáo này; chúng được liệt kê trên hệ thống và tính vào kỳ công bố sau.",
        "Như trên trang kết quả công khai, kết quả của một đơn vị hoặc một nhóm đơn vị chỉ được nêu khi có "
        "từ 30 phiếu; dòng khác có thể bị ẩn thêm để không suy ra được dòng chưa đủ phiếu. Phiếu của mọi đơn "
        "vị vẫn được tính vào kết quả toàn tỉnh; kết quả toàn tỉnh có từ 10 đến 29 phiếu ghi “Ít dữ liệu”. "
        "Không nêu kết quả của từng cán bộ, không xếp hạng.",
        _left_out(contents),
        *([_MARKED] if contents.unmarked else []),
        f"Số liệu suy ra từ {WRITE.count(len(heads))} sổ cái chỉ ghi thêm, có chuỗi băm; mã băm cuối của "
        "từng sổ được kèm trong tệp "
        "dữ liệu. Từ cùng các mã băm cuối, ai có bản sao các sổ cũng tính lại được đúng những tệp này.",
    )


def _left_out(contents: Contents) -> str:
    if not contents.excluded:
        return "Trong kỳ không có phiếu nào bị loại khỏi phép đếm."
    told = (f"{WRITE.count(n)} {_LEFT_OUT.get(status, status)}" for status, n in contents.excluded.items())
    return f"Không tính (vẫn giữ nguyên trong sổ): {'; '.join(told)}."
