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
        <source>Trang sau</source>
        <translation>Next page</translation>
    </message>
</context>
</TS>
