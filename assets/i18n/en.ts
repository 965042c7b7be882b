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
        <source>Khoảng một phút.
Không hỏi tên, không hỏi số căn cước.</source>
        <translation>About one minute.
No name, no ID number.</translation>
    </message>
    <message>
        <source>Chạm để bắt đầu</source>
        <translation>Touch to start</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Đang thử máy: lượt này không được tính</source>
        <translation>Practice: this does not count</translation>
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
    <message>
        <source>Chỉ cơ quan giám sát đọc, lưu 24 tháng; không hỏi liên hệ.</source>
        <translation>Only supervisors read it; kept 24 months; no contact is asked.</translation>
    </message>
    <message>
        <source>Chỉ cơ quan giám sát đọc, giữ 24 tháng. Xin đừng ghi tên, số máy, căn cước.</source>
        <translation>Only supervisors read it, kept 24 months. Please no names, phone or ID numbers.</translation>
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
    <name>LookBar</name>
    <message>
        <source>Chữ to</source>
        <translation>Large text</translation>
    </message>
    <message>
        <source>Tương phản</source>
        <translation>Contrast</translation>
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
    <message>
        <source>Trang trước</source>
        <translation>Previous page</translation>
    </message>
    <message>
        <source>Trang sau</source>
        <translation>Next page</translation>
    </message>
    <message>
        <source>Không nhớ / Đánh giá cả bộ phận</source>
        <translation>Not sure / Rate the whole office</translation>
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
        <source>Mở cửa lại: %1</source>
        <translation>Opens again: %1</translation>
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
        <translation>Somebody else served me</translation>
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
</TS>
