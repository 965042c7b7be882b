<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="vi">
<context>
    <name>AskingFrame</name>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Bỏ qua</source>
        <translation>Skip</translation>
    </message>
    <message>
        <source>Tiếp tục</source>
        <translation>Continue</translation>
    </message>
</context>
<context>
    <name>AttractPage</name>
    <message>
        <source>Xin mời Ông/Bà
đánh giá sự phục vụ</source>
        <translation>Please rate
our service</translation>
    </message>
    <message>
        <source>Xin mời Ông/Bà đánh giá sự phục vụ</source>
        <translation>Please rate our service</translation>
    </message>
    <message>
        <source>Ai đã phục vụ Ông/Bà?</source>
        <translation>Who served you?</translation>
    </message>
    <message>
        <source>Đánh giá bằng điện thoại</source>
        <translation>Rate by phone</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Đang thử máy: lượt này không được tính</source>
        <translation>Practice: this does not count</translation>
    </message>
    <message>
        <source>Đã vào ca: %1</source>
        <translation>On duty now: %1</translation>
    </message>
    <message>
        <source>Đã hết ca: %1</source>
        <translation>Off duty now: %1</translation>
    </message>
    <message>
        <source>Không đọc được mã. Ông/Bà vẫn đánh giá được.</source>
        <translation>The code could not be read. You can still rate.</translation>
    </message>
</context>
<context>
    <name>CommentField</name>
    <message>
        <source>Góp ý của Ông/Bà</source>
        <translation>Your comment</translation>
    </message>
    <message>
        <source>Hết chỗ viết</source>
        <translation>No room left</translation>
    </message>
    <message>
        <source>còn %1</source>
        <translation>%1 left</translation>
    </message>
</context>
<context>
    <name>CommentPage</name>
    <message>
        <source>Ông/Bà nên xóa số điện thoại, căn cước.</source>
        <translation>Better remove the phone or ID number.</translation>
    </message>
    <message>
        <source>Xin đừng ghi tên, số điện thoại, căn cước.</source>
        <translation>Please write no names, phone or ID numbers.</translation>
    </message>
    <message numerus="yes">
        <source>lưu %n ngày</source>
        <translation>
            <numerusform>kept %n day</numerusform>
            <numerusform>kept %n days</numerusform>
        </translation>
    </message>
    <message>
        <source>chưa định hạn lưu</source>
        <translation>no time limit yet</translation>
    </message>
    <message>
        <source>Chỉ người giám sát đọc, %1; đơn vị, công chúng chỉ thấy tóm tắt không tên.</source>
        <translation>Only supervisors read it, %1; office and public see a nameless summary.</translation>
    </message>
    <message>
        <source>Chỉ người giám sát đọc, %1; người khác chỉ thấy tóm tắt không tên.</source>
        <translation>Only supervisors read it, %1; others see a nameless summary.</translation>
    </message>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Gửi góp ý</source>
        <translation>Send</translation>
    </message>
    <message>
        <source>Bỏ qua</source>
        <translation>Skip</translation>
    </message>
</context>
<context>
    <name>CriteriaPage</name>
    <message>
        <source>Xin Ông/Bà cho biết thêm</source>
        <translation>A little more, please</translation>
    </message>
    <message>
        <source>Ý kiến đã được ghi nhận. Phần dưới đây có thể để trống.</source>
        <translation>Your rating is recorded. What follows may be left blank.</translation>
    </message>
</context>
<context>
    <name>Key</name>
    <message>
        <source>dấu cách</source>
        <translation>space</translation>
    </message>
</context>
<context>
    <name>Languages</name>
    <message>
        <source>Tiếng Việt</source>
        <extracomment>What this language calls itself: &quot;English&quot;, &quot;한국어&quot;</extracomment>
        <translation>English</translation>
    </message>
</context>
<context>
    <name>LanguagesPage</name>
    <message>
        <source>Chọn ngôn ngữ</source>
        <translation>Choose a language</translation>
    </message>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
</context>
<context>
    <name>LookBar</name>
    <message>
        <source>Chữ to</source>
        <translation>Large text</translation>
    </message>
    <message>
        <source>Tương phản</source>
        <translation>Contrast</translation>
    </message>
    <message>
        <source>Đọc to</source>
        <translation>Read aloud</translation>
    </message>
    <message>
        <source>Ngôn ngữ</source>
        <translation>Language</translation>
    </message>
</context>
<context>
    <name>NoticeBoard</name>
    <message>
        <source>Khoảng một phút. Không hỏi tên, không hỏi số căn cước.</source>
        <translation>About one minute. No name, no ID number.</translation>
    </message>
    <message>
        <source>Ông/Bà có quyền giám sát cán bộ, công chức thi hành công vụ.</source>
        <translation>You have the right to oversee officials at their work.</translation>
    </message>
    <message>
        <source>Đánh giá không ghi tên</source>
        <translation>Ratings carry no name</translation>
    </message>
    <message>
        <source>Quy tắc ứng xử của công chức</source>
        <translation>How officials shall behave</translation>
    </message>
    <message>
        <source>Kết quả đã công bố</source>
        <translation>Published results</translation>
    </message>
    <message>
        <source>Quyền của Ông/Bà</source>
        <translation>Your rights</translation>
    </message>
</context>
<context>
    <name>OfficialTile</name>
    <message>
        <source>Quầy %1 · %2</source>
        <translation>Counter %1 · %2</translation>
    </message>
</context>
<context>
    <name>OfficialsPage</name>
    <message>
        <source>Ai đã phục vụ Ông/Bà?</source>
        <translation>Who served you?</translation>
    </message>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
</context>
<context>
    <name>OpensAgain</name>
    <message>
        <source>Chủ nhật</source>
        <translation>Sunday</translation>
    </message>
    <message>
        <source>thứ Hai</source>
        <translation>Monday</translation>
    </message>
    <message>
        <source>thứ Ba</source>
        <translation>Tuesday</translation>
    </message>
    <message>
        <source>thứ Tư</source>
        <translation>Wednesday</translation>
    </message>
    <message>
        <source>thứ Năm</source>
        <translation>Thursday</translation>
    </message>
    <message>
        <source>thứ Sáu</source>
        <translation>Friday</translation>
    </message>
    <message>
        <source>thứ Bảy</source>
        <translation>Saturday</translation>
    </message>
    <message>
        <source>%1 giờ</source>
        <translation>%1:00</translation>
    </message>
    <message>
        <source>%1 giờ %2</source>
        <translation>%1:%2</translation>
    </message>
    <message>
        <source>%1 hôm nay</source>
        <translation>%1 today</translation>
    </message>
    <message>
        <source>%1 ngày mai</source>
        <translation>%1 tomorrow</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1 on %2</translation>
    </message>
    <message>
        <source>%1, ngày %2</source>
        <translation>%1 on %2</translation>
    </message>
    <message>
        <source>d MMMM</source>
        <translation>MMMM d</translation>
    </message>
    <message>
        <source>Mở cửa lại: %1</source>
        <translation>Opens again: %1</translation>
    </message>
</context>
<context>
    <name>OutOfHoursPage</name>
    <message>
        <source>Hiện ngoài giờ
làm việc</source>
        <translation>The office
is closed now</translation>
    </message>
    <message>
        <source>Nếu đã được phục vụ, Ông/Bà vẫn đánh giá được.</source>
        <translation>If you were served, you can still rate.</translation>
    </message>
    <message>
        <source>Đánh giá</source>
        <translation>Rate</translation>
    </message>
</context>
<context>
    <name>PausedPage</name>
    <message>
        <source>Máy tạm ngừng
phục vụ</source>
        <translation>Temporarily
out of service</translation>
    </message>
    <message>
        <source>Mong Ông/Bà thông cảm. Xin đánh giá tại máy bên cạnh hoặc bỏ phiếu giấy ở bàn hướng dẫn.</source>
        <translation>We are sorry. Please use another kiosk, or leave a paper form at the information desk.</translation>
    </message>
    <message>
        <source>Mong Ông/Bà thông cảm. Xin đánh giá tại máy bên cạnh.</source>
        <translation>We are sorry. Please use another kiosk.</translation>
    </message>
    <message>
        <source>Đường dây nóng: %1</source>
        <translation>Hotline: %1</translation>
    </message>
</context>
<context>
    <name>PersonBadge</name>
    <message>
        <source>Cả bộ phận</source>
        <translation>The whole office</translation>
    </message>
    <message>
        <source>Quầy %1 · %2</source>
        <translation>Counter %1 · %2</translation>
    </message>
</context>
<context>
    <name>ReasonsPage</name>
    <message>
        <source>Ý kiến đã được ghi nhận. Có thể chọn nhiều mục, hoặc để trống.</source>
        <translation>Your rating is recorded. Choose several, or leave it blank.</translation>
    </message>
</context>
<context>
    <name>ScorePage</name>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Người khác đã phục vụ tôi</source>
        <translation>Someone else served me</translation>
    </message>
    <message>
        <source>Đánh giá cả bộ phận</source>
        <translation>Rate the whole office</translation>
    </message>
    <message>
        <source>Đánh giá bằng điện thoại</source>
        <translation>Rate by phone</translation>
    </message>
</context>
<context>
    <name>StaffAbout</name>
    <message>
        <source>Đã thay máy khác</source>
        <translation>Replaced by another</translation>
    </message>
    <message>
        <source>Đã thu hồi: tắt máy</source>
        <translation>Revoked: switch it off</translation>
    </message>
    <message>
        <source>Mã máy</source>
        <translation>Kiosk id</translation>
    </message>
    <message>
        <source>Sổ</source>
        <translation>Ledger</translation>
    </message>
    <message>
        <source>Sổ cũ: %1 dòng chờ</source>
        <translation>%1 old lines waiting</translation>
    </message>
    <message>
        <source>Dòng cuối</source>
        <translation>Last line</translation>
    </message>
    <message>
        <source>Mã băm cuối</source>
        <translation>Last hash</translation>
    </message>
    <message>
        <source>Phiên bản</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Danh bạ</source>
        <translation>Directory</translation>
    </message>
    <message>
        <source>Bản %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>Bản mới chưa về</source>
        <translation>A newer one has not come</translation>
    </message>
    <message>
        <source>Chế độ</source>
        <translation>Mode</translation>
    </message>
    <message>
        <source>Thử máy</source>
        <translation>Practice</translation>
    </message>
    <message>
        <source>Phục vụ</source>
        <translation>In service</translation>
    </message>
    <message>
        <source>Còn %1</source>
        <translation>%1 left</translation>
    </message>
    <message>
        <source>Giờ đã đối chiếu</source>
        <translation>Corrected time</translation>
    </message>
    <message>
        <source>Giờ của máy</source>
        <translation>The machine&apos;s time</translation>
    </message>
</context>
<context>
    <name>StaffPage</name>
    <message>
        <source>Tình trạng máy</source>
        <translation>How it stands</translation>
    </message>
    <message>
        <source>Máy này</source>
        <translation>This kiosk</translation>
    </message>
    <message>
        <source>Thiết bị</source>
        <translation>Device</translation>
    </message>
    <message>
        <source>Máy %1 · %2</source>
        <translation>Kiosk %1 · %2</translation>
    </message>
    <message>
        <source>Âm thanh</source>
        <translation>Sound</translation>
    </message>
    <message>
        <source>Không có loa</source>
        <translation>No loudspeaker</translation>
    </message>
    <message>
        <source>Đang bật</source>
        <translation>On</translation>
    </message>
    <message>
        <source>Đang tắt</source>
        <translation>Off</translation>
    </message>
    <message>
        <source>Độ sáng màn hình</source>
        <translation>Screen brightness</translation>
    </message>
    <message>
        <source>Chỉnh bằng nút màn hình</source>
        <translation>Use the panel&apos;s buttons</translation>
    </message>
    <message>
        <source>Mức %1 %</source>
        <translation>At %1%</translation>
    </message>
    <message>
        <source>Không đọc được sổ trên máy. Đĩa có thể đầy hoặc hỏng.</source>
        <translation>The ledger cannot be read. The disk may be full or broken.</translation>
    </message>
    <message>
        <source>Đang xem…</source>
        <translation>Looking…</translation>
    </message>
    <message>
        <source>Trang này không hiện, không mở và không xóa được phiếu đánh giá nào.</source>
        <translation>No rating can be shown, opened or removed on this page.</translation>
    </message>
    <message>
        <source>Gửi ngay</source>
        <translation>Deliver now</translation>
    </message>
    <message>
        <source>Ghi ra USB</source>
        <translation>Export to USB</translation>
    </message>
    <message>
        <source>Nhận từ USB</source>
        <translation>Settle from USB</translation>
    </message>
    <message>
        <source>Thôi thử máy</source>
        <translation>End practice</translation>
    </message>
    <message>
        <source>Thử máy</source>
        <translation>Practice</translation>
    </message>
    <message>
        <source>Tắt tiếng</source>
        <translation>Sound off</translation>
    </message>
    <message>
        <source>Bật tiếng</source>
        <translation>Sound on</translation>
    </message>
    <message>
        <source>Thử loa</source>
        <translation>Test sound</translation>
    </message>
    <message>
        <source>Tối hơn</source>
        <translation>Darker</translation>
    </message>
    <message>
        <source>Sáng hơn</source>
        <translation>Brighter</translation>
    </message>
    <message>
        <source>Thử cảm ứng</source>
        <translation>Test touch</translation>
    </message>
    <message>
        <source>Khởi động lại</source>
        <translation>Restart</translation>
    </message>
    <message>
        <source>Ra hệ thống</source>
        <translation>To the system</translation>
    </message>
    <message>
        <source>Không, ở lại</source>
        <translation>No, stay</translation>
    </message>
    <message>
        <source>Có, mở lại</source>
        <translation>Yes, restart</translation>
    </message>
    <message>
        <source>Có, ra hệ thống</source>
        <translation>Yes, leave</translation>
    </message>
    <message>
        <source>Tình trạng</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Thoát</source>
        <translation>Leave</translation>
    </message>
</context>
<context>
    <name>StaffPinPage</name>
    <message>
        <source>Mã PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Đang kiểm tra…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>Đã nhập sai nhiều lần. Xin chờ rồi nhập lại.</source>
        <translation>Wrong too often. Please wait, then try again.</translation>
    </message>
    <message numerus="yes">
        <source>Sai mã PIN. Còn %n lần nhập.</source>
        <translation>
            <numerusform>Wrong PIN. %n try left.</numerusform>
            <numerusform>Wrong PIN. %n tries left.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nhập mã PIN, rồi chạm dấu tích.</source>
        <translation>Enter your PIN, then touch the tick.</translation>
    </message>
    <message numerus="yes">
        <source>Đã nhập %n số</source>
        <translation>
            <numerusform>%n digit entered</numerusform>
            <numerusform>%n digits entered</numerusform>
        </translation>
    </message>
    <message>
        <source>Xóa số cuối</source>
        <translation>Erase the last digit</translation>
    </message>
    <message>
        <source>Nhập xong</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Thoát</source>
        <translation>Leave</translation>
    </message>
</context>
<context>
    <name>StaffStatus</name>
    <message>
        <source>%1 · từ %2</source>
        <translation>%1 · since %2</translation>
    </message>
    <message>
        <source>Chờ gửi</source>
        <translation>Pending</translation>
    </message>
    <message>
        <source>%1 dòng</source>
        <translation>Lines: %1</translation>
    </message>
    <message>
        <source>Sổ có %1 dòng</source>
        <translation>%1 in the ledger</translation>
    </message>
    <message>
        <source>Biên nhận cuối</source>
        <translation>Last receipt</translation>
    </message>
    <message>
        <source>Chưa có</source>
        <translation>None yet</translation>
    </message>
    <message>
        <source>Đã giữ %1 dòng</source>
        <translation>%1 held there</translation>
    </message>
    <message>
        <source>Chỗ trống</source>
        <translation>Room left</translation>
    </message>
    <message>
        <source>Chưa đo được</source>
        <translation>Not known yet</translation>
    </message>
    <message>
        <source>Hơn 2 năm</source>
        <translation>Over 2 years</translation>
    </message>
    <message numerus="yes">
        <source>%n ngày</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message>
        <source>Còn %1</source>
        <translation>%1 left</translation>
    </message>
    <message>
        <source>Đồng hồ</source>
        <translation>Clock</translation>
    </message>
    <message>
        <source>Chưa đối chiếu</source>
        <translation>Not checked</translation>
    </message>
    <message>
        <source>Đúng giờ</source>
        <translation>Right</translation>
    </message>
    <message>
        <source>Sai giờ</source>
        <translation>Wrong</translation>
    </message>
    <message>
        <source>Lệch %1</source>
        <translation>Off by %1</translation>
    </message>
    <message>
        <source>Đối chiếu khi có mạng</source>
        <translation>Checked once online</translation>
    </message>
</context>
<context>
    <name>StaffWords</name>
    <message>
        <source>Chưa liên lạc</source>
        <translation>No contact yet</translation>
    </message>
    <message>
        <source>Có kết nối</source>
        <translation>Connected</translation>
    </message>
    <message>
        <source>Không tới được trung tâm</source>
        <translation>Server not reached</translation>
    </message>
    <message>
        <source>Bị chặn giữa đường</source>
        <translation>Blocked on the way</translation>
    </message>
    <message>
        <source>Không phải trung tâm</source>
        <translation>Not our server</translation>
    </message>
    <message>
        <source>Trung tâm đang bận</source>
        <translation>Server is busy</translation>
    </message>
    <message>
        <source>Trung tâm từ chối</source>
        <translation>Server refused</translation>
    </message>
    <message>
        <source>Sổ không khớp trung tâm</source>
        <translation>Ledger does not match</translation>
    </message>
    <message>
        <source>Chưa rõ</source>
        <translation>Unclear</translation>
    </message>
    <message>
        <source>Máy chưa liên lạc với trung tâm lần nào.</source>
        <translation>This kiosk has never been in contact with its server.</translation>
    </message>
    <message>
        <source>Trung tâm đã trả lời bằng chữ ký của mình.</source>
        <translation>The server answered with its own signature.</translation>
    </message>
    <message>
        <source>Không tra được tên máy chủ. Xin xem mạng và máy chủ DNS.</source>
        <translation>The server&apos;s name is not known. Please check the network and the DNS server.</translation>
    </message>
    <message>
        <source>Mất mạng, hoặc máy chủ không mở. Xin xem dây mạng, Wi-Fi.</source>
        <translation>No network, or the server is down. Look at cable and Wi-Fi.</translation>
    </message>
    <message>
        <source>Chứng thư của máy chủ không hợp lệ. Xin xem giờ máy và chứng thư.</source>
        <translation>The server&apos;s certificate is not valid. Look at the clock and the certificate.</translation>
    </message>
    <message>
        <source>Máy chủ không trả lời kịp: mạng chậm, hoặc bị tường lửa chặn.</source>
        <translation>No answer in time: a slow network, or a firewall.</translation>
    </message>
    <message>
        <source>Đường truyền đứt giữa chừng. Máy sẽ tự gửi lại.</source>
        <translation>The connection broke halfway. It is tried again by itself.</translation>
    </message>
    <message>
        <source>Máy chủ trung tâm gặp lỗi. Xin báo quản trị trung tâm.</source>
        <translation>The server has an error. Please tell its administrators.</translation>
    </message>
    <message>
        <source>Proxy của mạng này từ chối. Xin báo quản trị mạng.</source>
        <translation>This network&apos;s proxy refuses. Please tell its administrator.</translation>
    </message>
    <message>
        <source>Địa chỉ máy chủ không dùng được. Xin báo quản trị trung tâm.</source>
        <translation>The server&apos;s address cannot be used. Please tell its administrators.</translation>
    </message>
    <message>
        <source>Trang đăng nhập, proxy hoặc tường lửa trả lời thay. Xin xem cổng Wi-Fi.</source>
        <translation>A login page, proxy or firewall answered instead. Look at the Wi-Fi portal.</translation>
    </message>
    <message>
        <source>Câu trả lời không mang chữ ký của trung tâm. Xin báo quản trị ngay.</source>
        <translation>The answer lacks our server&apos;s signature. Tell the administrators now.</translation>
    </message>
    <message>
        <source>Trung tâm hẹn gửi lại sau. Ông/Bà không phải làm gì.</source>
        <translation>The server asks to come back later. Nothing has to be done.</translation>
    </message>
    <message>
        <source>Giờ của máy sai quá nhiều. Máy hỏi lại giờ rồi tự gửi.</source>
        <translation>The clock is far off. The time is asked for, then it delivers by itself.</translation>
    </message>
    <message>
        <source>Trung tâm không nhận chữ ký của máy này. Xin báo quản trị.</source>
        <translation>The server does not accept this kiosk&apos;s signature. Tell the administrators.</translation>
    </message>
    <message>
        <source>Trung tâm không biết máy này. Xin đăng ký lại máy.</source>
        <translation>The server does not know this kiosk. Please enrol it again.</translation>
    </message>
    <message>
        <source>Sổ này đứng tên máy khác ở trung tâm. Xin báo quản trị.</source>
        <translation>There, this ledger belongs to another kiosk. Tell the administrators.</translation>
    </message>
    <message>
        <source>Phần mềm của máy không hợp với trung tâm. Xin cập nhật.</source>
        <translation>This software does not fit the server. Please update.</translation>
    </message>
    <message>
        <source>Trung tâm không hiểu gói gửi. Xin báo quản trị kèm mã máy.</source>
        <translation>The server could not read what was sent. Tell the administrators the kiosk id.</translation>
    </message>
    <message>
        <source>Mã đăng ký không còn dùng được. Xin lấy mã mới ở trung tâm.</source>
        <translation>This enrolment code is no longer valid. Get a new one from the server.</translation>
    </message>
    <message>
        <source>Một dòng lớn hơn trung tâm nhận. Xin báo quản trị.</source>
        <translation>A line is larger than the server takes. Tell the administrators.</translation>
    </message>
    <message>
        <source>Trung tâm chưa giữ thêm dòng nào. Xin báo quản trị.</source>
        <translation>The server holds no more lines than before. Tell the administrators.</translation>
    </message>
    <message>
        <source>Trung tâm thiếu dòng ở giữa. Máy sẽ gửi lại từ chỗ thiếu.</source>
        <translation>The server lacks lines in between. They are sent again by themselves.</translation>
    </message>
    <message>
        <source>Trung tâm giữ sổ khác cùng tên: có thể máy bị chép. Xin báo quản trị ngay.</source>
        <translation>The server holds another ledger by this name: perhaps a copy. Tell the administrators now.</translation>
    </message>
    <message>
        <source>Xin báo quản trị từ này: %1</source>
        <translation>Tell the administrators this word: %1</translation>
    </message>
    <message>
        <source>%1 ngày</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>%1 giờ</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 phút</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 giây</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>âm thanh bật</source>
        <translation>sound on</translation>
    </message>
    <message>
        <source>âm thanh tắt</source>
        <translation>sound off</translation>
    </message>
    <message>
        <source>độ sáng %1 %</source>
        <translation>brightness %1%</translation>
    </message>
    <message numerus="yes">
        <source>giữ dòng %n ngày</source>
        <translation>
            <numerusform>lines kept %n day</numerusform>
            <numerusform>lines kept %n days</numerusform>
        </translation>
    </message>
    <message>
        <source>Trung tâm đặt cho máy này: %1</source>
        <translation>Set by the centre for this kiosk: %1</translation>
    </message>
    <message>
        <source>Đang gửi về trung tâm…</source>
        <translation>Delivering to the server…</translation>
    </message>
    <message>
        <source>Đang ghi ra USB. Xin đừng rút USB…</source>
        <translation>Writing to USB. Please do not pull it out…</translation>
    </message>
    <message>
        <source>Đang đọc biên nhận từ USB. Xin đừng rút USB…</source>
        <translation>Reading receipts from USB. Please do not pull it out…</translation>
    </message>
    <message>
        <source>Khởi động lại chương trình?</source>
        <translation>Restart the program?</translation>
    </message>
    <message>
        <source>Đóng chương trình, ra hệ điều hành?</source>
        <translation>Close the program and leave to the system?</translation>
    </message>
    <message>
        <source>Máy ngừng nhận đánh giá trong chốc lát, rồi tự mở lại. Không mất phiếu nào.</source>
        <translation>No ratings are taken for a moment, then it opens by itself. No rating is lost.</translation>
    </message>
    <message>
        <source>Máy ngừng nhận đánh giá cho đến khi có người mở lại chương trình. Không mất phiếu nào.</source>
        <translation>No ratings are taken until somebody starts the program again. No rating is lost.</translation>
    </message>
    <message>
        <source>Đã gửi %1 dòng. Trung tâm giữ đủ.</source>
        <translation>Lines delivered: %1. The server holds everything.</translation>
    </message>
    <message>
        <source>Đã gửi %1 dòng, còn chờ %2 dòng.</source>
        <translation>Lines delivered: %1, still pending: %2.</translation>
    </message>
    <message>
        <source>Trung tâm hẹn gửi sau, còn chờ %1 dòng.</source>
        <translation>The server asks to come back later. Lines pending: %1.</translation>
    </message>
    <message>
        <source>Chưa gửi được, còn chờ %1 dòng. %2</source>
        <translation>Not delivered, lines pending: %1. %2</translation>
    </message>
    <message>
        <source>Đã ghi %1 dòng (%2 tệp) vào %3. Rút USB được rồi.</source>
        <translation>Lines written: %1 (files: %2) to %3. You may pull it out.</translation>
    </message>
    <message>
        <source>Đã nhận phần mềm bản %1. Máy tự khởi động lại khi không có người.</source>
        <translation>Software version %1 taken. It restarts when nobody is there.</translation>
    </message>
    <message>
        <source>Không đọc được %1. Xin ghi lại USB ở trung tâm.</source>
        <translation>%1 cannot be read. Please have it written again at the server.</translation>
    </message>
    <message>
        <source>Không thấy USB. Xin cắm USB rồi chạm lại.</source>
        <translation>No USB stick found. Plug one in and touch again.</translation>
    </message>
    <message>
        <source>Có nhiều USB. Xin chỉ để lại một USB.</source>
        <translation>Several USB sticks. Please leave one only.</translation>
    </message>
    <message>
        <source>USB %1 đã đầy: chưa ghi được. Xin dùng USB khác.</source>
        <translation>USB %1 is full: not written. Please use another one.</translation>
    </message>
    <message>
        <source>USB %1 không cho ghi. Xin mở khóa hoặc dùng USB khác.</source>
        <translation>USB %1 cannot be written. Unlock it or use another one.</translation>
    </message>
    <message>
        <source>USB %1 hỏng hoặc bị rút: chưa làm được.</source>
        <translation>USB %1 is broken or was pulled out: not done.</translation>
    </message>
    <message>
        <source>Đã nhận biên nhận: trung tâm giữ thêm %1 dòng, còn chờ %2 dòng.</source>
        <translation>Receipt taken: %1 more lines are held there, %2 pending.</translation>
    </message>
    <message>
        <source>Đã nhận biên nhận và danh bạ bản %1: giữ thêm %2 dòng, còn chờ %3 dòng.</source>
        <translation>Receipt and directory version %1 taken: %2 more lines are held, %3 pending.</translation>
    </message>
    <message>
        <source>USB không có biên nhận nào của máy này.</source>
        <translation>No receipt for this kiosk on the USB stick.</translation>
    </message>
    <message>
        <source>Đang thử máy. Lượt thử được đánh dấu, không tính.</source>
        <translation>Practice began. What is tried is marked and does not count.</translation>
    </message>
    <message>
        <source>Hết thử máy. Từ đây mọi lượt đều được tính.</source>
        <translation>Practice is over. From here on everything counts.</translation>
    </message>
    <message>
        <source>Đã bật âm thanh.</source>
        <translation>Sound is on.</translation>
    </message>
    <message>
        <source>Đã tắt âm thanh.</source>
        <translation>Sound is off.</translation>
    </message>
    <message>
        <source>Đang phát một câu. Nếu không nghe, xin xem loa.</source>
        <translation>A sentence is played. If you hear nothing, look at the loudspeaker.</translation>
    </message>
    <message>
        <source>Âm thanh đang tắt. Xin bật trước.</source>
        <translation>Sound is off. Turn it on first.</translation>
    </message>
    <message>
        <source>Ngôn ngữ này chưa có tiếng.</source>
        <translation>There are no recordings in this language.</translation>
    </message>
    <message>
        <source>Máy này không có loa, hoặc hệ thống không phát được.</source>
        <translation>This kiosk has no loudspeaker, or the system cannot play.</translation>
    </message>
    <message>
        <source>Độ sáng %1 %</source>
        <translation>Brightness %1%</translation>
    </message>
    <message>
        <source>Hệ thống không cho chương trình chỉnh độ sáng.</source>
        <translation>The system does not let the program set the brightness.</translation>
    </message>
    <message>
        <source>Màn hình này chỉ chỉnh được bằng nút của nó.</source>
        <translation>This panel can only be set by its own buttons.</translation>
    </message>
    <message>
        <source>Có lỗi của chương trình. Xin báo quản trị; nhật ký ghi rõ.</source>
        <translation>An error of the program&apos;s own. Tell the administrators; the log says which.</translation>
    </message>
</context>
<context>
    <name>StillTherePage</name>
    <message>
        <source>Ông/Bà còn ở đó không?</source>
        <translation>Are you still there?</translation>
    </message>
    <message>
        <source>Nếu không chạm, màn hình về trang đầu.</source>
        <translation>If not, this screen starts over.</translation>
    </message>
    <message>
        <source>Kết thúc</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>Tôi còn ở đây</source>
        <translation>I am here</translation>
    </message>
</context>
<context>
    <name>ThanksPage</name>
    <message>
        <source>Cảm ơn Ông/Bà</source>
        <translation>Thank you</translation>
    </message>
    <message>
        <source>Quét mã để đánh giá tại nhà
trong 7 ngày.</source>
        <translation>Scan to rate at home
within 7 days.</translation>
    </message>
    <message>
        <source>Ý kiến đã được ghi nhận.
Phiếu không ghi tên Ông/Bà.</source>
        <translation>Your rating is recorded.
Your name is not.</translation>
    </message>
    <message>
        <source>Quét mã QR để giữ biên nhận.
Mã không ghi mức đánh giá.</source>
        <translation>Scan to keep a receipt.
It does not show your answer.</translation>
    </message>
    <message>
        <source>Đường dây nóng: %1</source>
        <translation>Hotline: %1</translation>
    </message>
    <message>
        <source>Phiếu đánh giá</source>
        <translation>Your invitation</translation>
    </message>
    <message>
        <source>Biên nhận</source>
        <translation>Receipt</translation>
    </message>
    <message>
        <source>Mã QR của phiếu đánh giá</source>
        <translation>QR code of the invitation</translation>
    </message>
    <message>
        <source>Mã QR của biên nhận</source>
        <translation>QR code of the receipt</translation>
    </message>
    <message numerus="yes">
        <source>Màn hình tự trở về sau %n giây</source>
        <translation>
            <numerusform>Back to the start in %n second</numerusform>
            <numerusform>Back to the start in %n seconds</numerusform>
        </translation>
    </message>
    <message>
        <source>Đổi lựa chọn</source>
        <translation>Change answer</translation>
    </message>
    <message>
        <source>Xong</source>
        <translation>Done</translation>
    </message>
</context>
<context>
    <name>TouchTest</name>
    <message>
        <source>Cả màn hình đều nhận chạm.</source>
        <translation>The whole screen feels touches.</translation>
    </message>
    <message>
        <source>Xin chạm và vuốt khắp màn hình: %1 trên %2 ô đã nhận.</source>
        <translation>Touch and wipe all over the screen: %1 of %2 squares felt it.</translation>
    </message>
    <message>
        <source>Thử xong</source>
        <translation>Done testing</translation>
    </message>
</context>
<context>
    <name>WholeDeskRow</name>
    <message>
        <source>Không nhớ / Đánh giá cả bộ phận</source>
        <translation>Not sure / Rate the whole office</translation>
    </message>
    <message>
        <source>Trang trước</source>
        <translation>Previous page</translation>
    </message>
    <message>
        <source>Người khác</source>
        <translation>Someone else</translation>
    </message>
    <message>
        <source>Trang sau</source>
        <translation>Next page</translation>
    </message>
</context>
</TS>
