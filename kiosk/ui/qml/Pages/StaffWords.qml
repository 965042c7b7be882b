import QtQuick

// What staff read for the names that come from the program.
QtObject {
    function contact(code: string): string {
        switch (code.split(".")[0]) {
        case "":
            return qsTr("Chưa liên lạc");
        case "delivered":
        case "idle":
            return qsTr("Có kết nối");
        case "unreachable":
            return qsTr("Không tới được trung tâm");
        case "portal":
            return qsTr("Bị chặn giữa đường");
        case "untrusted":
            return qsTr("Không phải trung tâm");
        case "busy":
            return qsTr("Trung tâm đang bận");
        case "refused":
            return qsTr("Trung tâm từ chối");
        case "forked":
            return qsTr("Sổ không khớp trung tâm");
        default:
            return qsTr("Chưa rõ");
        }
    }

    function advice(code: string): string {
        switch (code) {
        case "":
            return qsTr("Máy chưa liên lạc với trung tâm lần nào.");
        case "delivered":
        case "idle":
            return qsTr("Trung tâm đã trả lời bằng chữ ký của mình.");
        case "unreachable.dns":
            return qsTr("Không tra được tên máy chủ. Xin xem mạng và máy chủ DNS.");
        case "unreachable.connection":
            return qsTr("Mất mạng, hoặc máy chủ không mở. Xin xem dây mạng, Wi-Fi.");
        case "unreachable.tls":
            return qsTr("Chứng thư của máy chủ không hợp lệ. Xin xem giờ máy và chứng thư.");
        case "unreachable.timeout":
            return qsTr("Máy chủ không trả lời kịp: mạng chậm, hoặc bị tường lửa chặn.");
        case "unreachable.cut_off":
            return qsTr("Đường truyền đứt giữa chừng. Máy sẽ tự gửi lại.");
        case "unreachable.server_error":
            return qsTr("Máy chủ trung tâm gặp lỗi. Xin báo quản trị trung tâm.");
        case "unreachable.proxy":
            return qsTr("Proxy của mạng này từ chối. Xin báo quản trị mạng.");
        case "unreachable.address":
            return qsTr("Địa chỉ máy chủ không dùng được. Xin báo quản trị trung tâm.");
        case "portal":
            return qsTr("Trang đăng nhập, proxy hoặc tường lửa trả lời thay. Xin xem cổng Wi-Fi.");
        case "untrusted":
            return qsTr("Câu trả lời không mang chữ ký của trung tâm. Xin báo quản trị ngay.");
        case "busy":
        case "refused.busy":
        case "refused.slow_down":
            return qsTr("Trung tâm hẹn gửi lại sau. Ông/Bà không phải làm gì.");
        case "refused.clock":
            return qsTr("Giờ của máy sai quá nhiều. Máy hỏi lại giờ rồi tự gửi.");
        case "refused.signature":
            return qsTr("Trung tâm không nhận chữ ký của máy này. Xin báo quản trị.");
        case "refused.unknown_kiosk":
            return qsTr("Trung tâm không biết máy này. Xin đăng ký lại máy.");
        case "refused.not_yours":
            return qsTr("Sổ này đứng tên máy khác ở trung tâm. Xin báo quản trị.");
        case "refused.version":
            return qsTr("Phần mềm của máy không hợp với trung tâm. Xin cập nhật.");
        case "refused.request":
        case "refused.framing":
        case "refused.absent":
            return qsTr("Trung tâm không hiểu gói gửi. Xin báo quản trị kèm mã máy.");
        case "refused.code_spent":
        case "refused.code_expired":
        case "refused.code_used_up":
        case "refused.code_ended":
            return qsTr("Mã đăng ký không còn dùng được. Xin lấy mã mới ở trung tâm.");
        case "refused.too_large":
            return qsTr("Một dòng lớn hơn trung tâm nhận. Xin báo quản trị.");
        case "refused.no_progress":
            return qsTr("Trung tâm chưa giữ thêm dòng nào. Xin báo quản trị.");
        case "refused.gap":
            return qsTr("Trung tâm thiếu dòng ở giữa. Máy sẽ gửi lại từ chỗ thiếu.");
        case "refused.forked":
        case "forked":
            return qsTr("Trung tâm giữ sổ khác cùng tên: có thể máy bị chép. Xin báo quản trị ngay.");
        default:
            return qsTr("Xin báo quản trị từ này: %1").arg(code);
        }
    }

    // What IT staff look for in their own tools; the same in every language.
    function term(code: string): string {
        switch (code) {
        case "unreachable.dns":
            return "DNS";
        case "unreachable.connection":
            return "TCP";
        case "unreachable.tls":
            return "TLS";
        case "unreachable.timeout":
            return "timeout";
        case "unreachable.cut_off":
            return "connection reset";
        case "unreachable.server_error":
            return "HTTP 5xx";
        case "unreachable.proxy":
            return "HTTP proxy";
        case "unreachable.address":
            return "URL";
        case "portal":
            return "captive portal";
        case "untrusted":
            return "Ed25519";
        case "busy":
        case "refused.busy":
            return "HTTP 503";
        case "refused.slow_down":
            return "HTTP 429";
        default:
            return code;
        }
    }

    function span(number: string, unit: string): string {
        switch (unit) {
        case "day":
            return qsTr("%1 ngày").arg(number);
        case "hour":
            return qsTr("%1 giờ").arg(number);
        case "minute":
            return qsTr("%1 phút").arg(number);
        default:
            return qsTr("%1 giây").arg(number);
        }
    }

    function afar(sound: string, brightness: int, keepDays: int): string {
        const parts = [];
        if (sound !== "")
            parts.push(sound === "on" ? qsTr("âm thanh bật") : qsTr("âm thanh tắt"));
        if (brightness >= 0)
            parts.push(qsTr("độ sáng %1 %").arg(brightness));
        if (keepDays >= 0)
            parts.push(qsTr("giữ dòng %n ngày", "", keepDays));
        return parts.length === 0 ? "" : qsTr("Trung tâm đặt cho máy này: %1").arg(parts.join(" · "));
    }

    function busy(wish: string): string {
        switch (wish) {
        case "deliver":
            return qsTr("Đang gửi về trung tâm…");
        case "export":
            return qsTr("Đang ghi ra USB. Xin đừng rút USB…");
        case "settle":
            return qsTr("Đang đọc biên nhận từ USB. Xin đừng rút USB…");
        default:
            return "";
        }
    }

    function asked(wish: string): string {
        return wish === "restart" ? qsTr("Khởi động lại chương trình?") : qsTr("Đóng chương trình, ra hệ điều hành?");
    }

    function asking(wish: string): string {
        return wish === "restart" ? qsTr("Máy ngừng nhận đánh giá trong chốc lát, rồi tự mở lại. Không mất phiếu nào.")
            : qsTr("Máy ngừng nhận đánh giá cho đến khi có người mở lại chương trình. Không mất phiếu nào.");
    }

    function said(what: string, count: string, left: string, where: string, detail: string): string {
        switch (what) {
        case "delivered":
            return left === "0" ? qsTr("Đã gửi %1 dòng. Trung tâm giữ đủ.").arg(count)
                : qsTr("Đã gửi %1 dòng, còn chờ %2 dòng.").arg(count).arg(left);
        case "asked_to_wait":
            return qsTr("Trung tâm hẹn gửi sau, còn chờ %1 dòng.").arg(left);
        case "not_delivered":
            return qsTr("Chưa gửi được, còn chờ %1 dòng. %2").arg(left).arg(advice(detail));
        case "exported":
            return qsTr("Đã ghi %1 dòng (%2 tệp) vào %3. Rút USB được rồi.").arg(count).arg(left).arg(where);
        case "no_stick":
            return qsTr("Không thấy USB. Xin cắm USB rồi chạm lại.");
        case "several_sticks":
            return qsTr("Có nhiều USB. Xin chỉ để lại một USB.");
        case "stick_full":
            return qsTr("USB %1 đã đầy: chưa ghi được. Xin dùng USB khác.").arg(where);
        case "stick_read_only":
            return qsTr("USB %1 không cho ghi. Xin mở khóa hoặc dùng USB khác.").arg(where);
        case "stick_failed":
            return qsTr("USB %1 hỏng hoặc bị rút: chưa làm được.").arg(where);
        case "settled":
            return qsTr("Đã nhận biên nhận: trung tâm giữ thêm %1 dòng, còn chờ %2 dòng.").arg(count).arg(left);
        case "settled_with_directory":
            return qsTr("Đã nhận biên nhận và danh bạ bản %1: giữ thêm %2 dòng, còn chờ %3 dòng.").arg(where).arg(count).arg(left);
        case "release_taken":
            return qsTr("Đã nhận phần mềm bản %1. Máy tự khởi động lại khi không có người.").arg(where);
        case "no_receipt":
            return qsTr("USB không có biên nhận nào của máy này.");
        case "receipt_refused":
            return detail === "forked" ? advice(detail) : qsTr("Không đọc được %1. Xin ghi lại USB ở trung tâm.").arg(where);
        case "practice_on":
            return qsTr("Đang thử máy. Lượt thử được đánh dấu, không tính.");
        case "practice_off":
            return qsTr("Hết thử máy. Từ đây mọi lượt đều được tính.");
        case "sound_on":
            return qsTr("Đã bật âm thanh.");
        case "sound_off":
            return qsTr("Đã tắt âm thanh.");
        case "sound_tested":
            return qsTr("Đang phát một câu. Nếu không nghe, xin xem loa.");
        case "sound_is_off":
            return qsTr("Âm thanh đang tắt. Xin bật trước.");
        case "sound_missing":
            return qsTr("Ngôn ngữ này chưa có tiếng.");
        case "no_sound":
            return qsTr("Máy này không có loa, hoặc hệ thống không phát được.");
        case "brightness":
            return qsTr("Độ sáng %1 %").arg(count);
        case "light_refused":
            return qsTr("Hệ thống không cho chương trình chỉnh độ sáng.");
        case "no_light":
            return qsTr("Màn hình này chỉ chỉnh được bằng nút của nó.");
        case "went_wrong":
            return qsTr("Có lỗi của chương trình. Xin báo quản trị; nhật ký ghi rõ.");
        default:
            return "";
        }
    }
}
