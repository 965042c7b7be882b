"""A report in words, in the parts that Decree 30/2020/NĐ-CP wants of an administrative document."""

from typing import Final

from msgspec import UNSET

from sync.central.reports.both_ways import (
    both_ways_table,
    cases_sentence,
    cases_table,
    marked_sentence,
    rules_table,
)
from sync.central.reports.contents import Contents, Figure
from sync.central.reports.issue import Issue
from sync.central.reports.layout import Appendix, Block, Heading, Layout, Paragraph
from sync.central.reports.layout import Figure as Drawn
from sync.central.reports.method import method_of
from sync.central.reports.periods import Heading as Head
from sync.central.reports.tables import (
    asked_table,
    heads_table,
    month_name,
    months_table,
    pilots_table,
    sampled_table,
    three_levels_table,
    units_table,
    whole_table,
    years_table,
)
from sync.central.reports.writing import LEVELS, WRITE, change, day, estimate, long_day, note_of
from sync.central.results.charts.funnel import Dot, funnel
from sync.central.results.charts.levels import levels
from sync.central.results.charts.trend import Point, trend
from sync.central.results.standing import FEWEST_SHOWN

_FEWEST_DOTS: Final = 3
_BLANK: Final = 6 * "\N{NO-BREAK SPACE}"
"""Room to write by hand."""


def layout_of(contents: Contents, head: Head, issue: Issue | None, *, draft: bool) -> Layout:
    """The document; `draft`: nothing is frozen yet."""
    period = contents.period
    blank = f"ngày{_BLANK}tháng{_BLANK}năm {period.now.last[:4]}"
    return Layout(
        above=head.above,
        agency=head.agency,
        number=f"Số: {issue.number if issue else _BLANK}/{head.symbol}",
        place_and_day=f"{head.place}, {long_day(issue.day) if issue else blank}",
        title="BÁO CÁO",
        subject=(
            "Kết quả tiếp nhận phản hồi tại chỗ của người dân, doanh nghiệp đối với sự phục vụ "
            f"của chính quyền {period.name}"
        ),
        addressees=head.addressees,
        blocks=tuple(_blocks(contents, head)),
        appendices=(
            Appendix("KẾT QUẢ THEO ĐƠN VỊ", units_table(contents), wide=True),
            Appendix("SO VỚI CÙNG KỲ NĂM TRƯỚC", years_table(contents), wide=True),
            Appendix("TỔNG HỢP THEO BA MỨC", three_levels_table(contents), wide=False),
            *(
                [Appendix("KHẢO SÁT BẰNG PHIẾU GIẤY", sampled_table(contents), wide=True)]
                if contents.sampled.n
                else []
            ),
            *(
                [
                    Appendix(
                        "KỂ CẢ VÀ TRỪ PHIẾU BỊ ĐÁNH DẤU",
                        both_ways_table(contents, contents.unmarked),
                        wide=True,
                    )
                ]
                if contents.unmarked
                else []
            ),
        ),
        method=method_of(contents),
        recipients=head.recipients,
        authority=head.authority,
        post=head.post,
        signer=issue.signer if issue else "",
        mark="" if issue else ("DỰ THẢO" if draft else "SỐ LIỆU ĐÃ CHỐT, CHƯA KÝ"),
        sheets_only=(heads_table(contents),),
    )


def _blocks(contents: Contents, head: Head) -> list[Block]:
    now = contents.period.now
    opening = (
        f"Thực hiện {head.basis}, kết quả tiếp nhận phản hồi tại chỗ của người dân, doanh nghiệp tại bộ phận "
        "tiếp "
        f"nhận và trả kết quả từ ngày {day(now.first)} đến ngày {day(now.last)} được tổng hợp, báo cáo như "
        "sau:"
    )
    return [
        Paragraph(opening),
        Heading("KẾT QUẢ CHUNG"),
        *_whole(contents),
        Heading("KẾT QUẢ THEO TỪNG NHIỆM VỤ CỦA CÔNG VĂN SỐ 924-CV/TU"),
        *_rights(contents),
        *_review(contents),
        *_conduct(contents),
        *_inspection(contents),
        *_survey(contents),
        Heading("CÁCH TÍNH VÀ GIỚI HẠN CỦA SỐ LIỆU"),
        *(Paragraph(text) for text in method_of(contents)),
    ]


def _whole(contents: Contents) -> list[Block]:
    whole = contents.whole
    blocks: list[Block] = [Heading("Số phiếu và tỷ lệ phản hồi", 2)]
    blocks.append(Paragraph(_received(contents)))
    blocks.append(Heading("Mức độ hài lòng", 2))
    blocks.append(Paragraph(f"Trong kỳ, {_said(whole)}"))
    blocks.append(whole_table(contents))
    drawn = {
        name: figure.levels
        for name, figure in (
            ("Kỳ này", whole),
            *_left(contents),
            ("Cùng kỳ năm trước", contents.year_before),
            ("Phiếu giấy (MTTQ)", contents.sampled),
        )
        if figure.shown
    }
    if drawn:
        blocks.append(
            Drawn(
                levels(drawn, LEVELS), "Phân bố năm mức", f"Kỳ này: {_levels(whole)}." if whole.shown else ""
            )
        )
    months = [one for one in contents.months if one.figure.top_two]
    if len(months) > 1:
        points = [
            Point(month_name(one.month), share.share, share.low, share.high)
            for one in months
            if (share := one.figure.top_two)
        ]
        told = "; ".join(f"{one.label}: {WRITE.share(one.share)}" for one in (points[0], points[-1]))
        title = "Tỷ lệ hài lòng trở lên theo tháng, với khoảng tin cậy 95\N{NO-BREAK SPACE}%"
        blocks += [Drawn(trend(points, "Hài lòng trở lên"), title, told), months_table(contents)]
    if contents.unmarked:
        blocks.append(Heading("Phiếu bị đánh dấu", 2))
        blocks.append(Paragraph(marked_sentence(contents, contents.unmarked)))
        blocks.append(rules_table(contents.unmarked))
    blocks.append(Heading("So với cùng kỳ năm trước", 2))
    blocks.append(Paragraph(_compared(contents)))
    return blocks


def _rights(contents: Contents) -> list[Block]:
    shown = sum(line.now.shown for line in contents.units)
    return [
        Heading("Nâng cao nhận thức về quyền giám sát; công khai kết quả (nhiệm vụ 1)", 2),
        Paragraph(
            "Quyền giám sát, phản ánh của người dân được nêu trên màn hình chờ của "
            f"{WRITE.count(contents.kiosks)} "
            f"máy đánh giá. Kết quả của {WRITE.count(shown)}/{WRITE.count(len(contents.units))} đơn vị được "
            "nêu công "
            "khai trong báo cáo này và trong tệp dữ liệu kèm theo. Người dân được mời nêu điều cần cải thiện "
            "ở mọi "
            "mức đánh giá; nội dung ý kiến được niêm phong và do người giám sát mở, chuyển xử lý, trả lời."
        ),
        *_reasons(contents),
        *_cases(contents),
    ]


def _left(contents: Contents) -> list[tuple[str, Figure]]:
    """The figure without the marked ratings, where there are any and it may be shown."""
    left = contents.unmarked
    return [("Kỳ này, trừ phiếu đánh dấu", left.whole.figure)] if left and left.whole.marked else []


def _cases(contents: Contents) -> list[Block]:
    if contents.cases is UNSET:
        return []
    table = cases_table(contents)
    return [Paragraph(cases_sentence(contents)), *([table] if table else [])]


def _reasons(contents: Contents) -> list[Block]:
    named = [
        f"{choice.text} ({WRITE.count(choice.number)} phiếu, {WRITE.share(choice.number / asked.n)})"
        for asked in contents.asked
        if asked.reasons
        for choice in asked.choices
        if choice.number
    ]
    return [Paragraph(f"Điều cần cải thiện được nêu nhiều nhất: {'; '.join(named[:5])}.")] if named else []


def _review(contents: Contents) -> list[Block]:
    return [
        Heading("Tự kiểm điểm; công khai, minh bạch quá trình giải quyết (nhiệm vụ 2)", 2),
        Paragraph(
            "Phụ lục I và Phụ lục II là căn cứ để từng cơ quan, đơn vị tự kiểm điểm, đánh giá: số phiếu, tỷ "
            "lệ phản "
            "hồi, phân bố năm mức, mức hài lòng trở lên và không hài lòng trở xuống kèm khoảng tin cậy, so "
            "với cùng "
            "kỳ năm trước. Toàn bộ số liệu được kèm theo dạng dữ liệu mở (.json, .xlsx) để người dân, "
            "cơ quan báo chí và phần mềm khác đọc được."
        ),
    ]


def _conduct(contents: Contents) -> list[Block]:
    blocks: list[Block] = [Heading("Tác phong, thái độ, trình độ khi phục vụ (nhiệm vụ 3)", 2)]
    if not contents.asked:
        return [
            *blocks,
            Paragraph("Trong kỳ chưa có đủ 10 phiếu trả lời cho câu hỏi nào về nội dung phục vụ."),
        ]
    text = (
        "Ý kiến của người dân về tác phong lịch sự, thân thiện, xử lý công việc thành thạo, hướng dẫn tận "
        "tình, "
        "chu đáo và việc trả kết quả đúng hẹn được tổng hợp trong bảng sau."
    )
    return [*blocks, Paragraph(text), asked_table(contents)]


def _inspection(contents: Contents) -> list[Block]:
    blocks: list[Block] = [Heading("Kiểm tra, giám sát, thanh tra công vụ (nhiệm vụ 4)", 2)]
    blocks.append(
        Paragraph(
            f"Trong {WRITE.count(contents.compared)} đơn vị được so sánh (có từ 30 phiếu trở lên ở cả kỳ "
            f"này và kỳ báo cáo liền trước), {WRITE.count(contents.below)} đơn vị có toàn bộ khoảng tin cậy "
            "95\N{NO-BREAK SPACE}% của tỷ lệ hài lòng trở lên nằm dưới mức chung của tỉnh ở cả hai kỳ, sau "
            "khi hiệu chỉnh theo số đơn vị được so sánh (Holm). Báo cáo không nêu tên các đơn vị này và "
            "không nêu kết quả của từng người. Người giám sát xem các đơn vị nên tìm hiểu theo từng tháng "
            "trên hệ thống, tại trang “Khác biệt giữa các đơn vị” (/differences). Số liệu này chỉ giúp chọn "
            "nơi cần kiểm tra trước; không xếp hạng và không tự động xử lý đơn vị hay cá nhân nào."
        )
    )
    dots = [
        Dot(line.now.n, share.share)
        for line in contents.units
        if line.now.shown and (share := line.now.top_two)
    ]
    top = contents.whole.top_two
    if (
        len(dots) >= _FEWEST_DOTS
        and top
        and 0 < top.share < 1
        and min(d.n for d in dots) < max(d.n for d in dots)
    ):
        title = "Từng đơn vị (chấm) quanh mức chung của tỉnh (nét đứt)"
        told = (
            "Vùng đậm chứa 95\N{NO-BREAK SPACE}% và vùng nhạt chứa 99,8\N{NO-BREAK SPACE}% số đơn vị "
            "nếu chỉ do ngẫu nhiên."
        )
        blocks.append(Drawn(funnel(dots, top.share, "Số phiếu", "Hài lòng trở lên"), title, told))
    return blocks


def _survey(contents: Contents) -> list[Block]:
    blocks: list[Block] = [
        Heading("Khảo sát 6 tháng một lần; mô hình điểm (nhiệm vụ 5)", 2),
        Paragraph(_sampled(contents)),
    ]
    if contents.pilots:
        text = (
            "Các đơn vị mô hình điểm (danh sách có ngày tham gia) được so với các đơn vị còn lại. Đơn vị "
            "được chọn "
            "làm điểm không phải do ngẫu nhiên nên không suy ra nhân quả."
        )
        blocks += [Paragraph(text), *map(Paragraph, _pilots(contents)), pilots_table(contents)]
    else:
        blocks.append(Paragraph("Trong kỳ chưa có danh sách đơn vị mô hình điểm nào được lập trên hệ thống."))
    return blocks


def _received(contents: Contents) -> str:
    calls = contents.calls
    text = (
        f"Đã công bố {WRITE.count(contents.whole.n)} phiếu phản hồi tại chỗ của "
        f"{WRITE.count(sum(line.now.n > 0 for line in contents.units))} đơn vị."
    )
    if calls.response:
        text += (
            f" Trong {WRITE.count(calls.called)} lượt giao dịch mà quầy báo đã xong và mời đánh giá, có "
            f"{WRITE.count(calls.rated)} phiếu, tỷ lệ phản hồi {estimate(calls.response)}; "
            f"{WRITE.count(calls.unrated)} lượt chưa đánh giá (không tính là hài lòng)."
        )
    else:
        text += " Chưa đủ số lượt mời đánh giá để nêu tỷ lệ phản hồi."
    return text


def _said(figure: Figure) -> str:
    if not (figure.top_two and figure.bottom_two and figure.mean is not None):
        return f"số phiếu chưa đủ để nêu kết quả ({note_of(figure, FEWEST_SHOWN).lower()})."
    text = (
        f"tỷ lệ hài lòng trở lên là {estimate(figure.top_two)}; không hài lòng trở xuống là "
        f"{estimate(figure.bottom_two)}; điểm trung bình {figure.mean:.2f}".replace(".", WRITE.decimal)
    )
    note = note_of(figure)
    return f"{text} trên thang 5 ({_levels(figure)}).{f' {note}.' if note else ''}"


def _levels(figure: Figure) -> str:
    return "; ".join(
        f"{name.lower()} {WRITE.share(number / figure.n)}"
        for name, number in zip(reversed(LEVELS), reversed(figure.levels), strict=True)
    )


def _compared(contents: Contents) -> str:
    before = contents.period.year_before
    days = f"(từ ngày {day(before.first)} đến ngày {day(before.last)})"
    if contents.rows_since is None or contents.rows_since > before.last:
        return f"Cùng kỳ năm trước {days} hệ thống chưa ghi số liệu theo ngày khóa sổ nên chưa so sánh được."
    part = (
        f" Số liệu theo ngày chỉ được ghi từ ngày {day(contents.rows_since)}."
        if contents.rows_since > before.first
        else ""
    )
    if not contents.difference:
        return f"Cùng kỳ năm trước {days} chưa đủ số phiếu để so sánh.{part}"
    return (
        f"So với cùng kỳ năm trước {days}, tỷ lệ hài lòng trở lên thay đổi {change(contents.difference)} "
        f"điểm phần trăm (Newcombe). Kết quả từng đơn vị ở Phụ lục II.{part}"
    )


def _sampled(contents: Contents) -> str:
    if not contents.sampled.n:
        return (
            "Kết quả khảo sát theo mẫu bằng phiếu giấy của Ủy ban Mặt trận Tổ quốc trong kỳ chưa được nhập."
        )
    return (
        "Khảo sát theo mẫu bằng phiếu giấy do Ủy ban Mặt trận Tổ quốc thực hiện: "
        f"{WRITE.count(contents.sampled.n)} "
        f"phiếu; {_said(contents.sampled)} Kết quả này được nêu riêng, không cộng với phản hồi tại chỗ, vì "
        "phản hồi "
        "tại chỗ do người dân tự chọn tham gia còn khảo sát theo mẫu thì không (Phụ lục IV)."
    )


def _pilots(contents: Contents) -> list[str]:
    told = []
    for one in contents.pilots:
        text = f"“{one.name}”: {', '.join(one.members) or 'không có đơn vị nào tham gia suốt kỳ'}"
        if one.left_out:
            text += f"; {WRITE.count(one.left_out)} đơn vị chỉ tham gia một phần kỳ nên không xếp vào bên nào"
        told.append(f"{text}.")
    return told
