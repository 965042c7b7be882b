# The keys that Windows itself answers to, and that a kiosk must not hear: names as Keyboard Filter has them
# (WEKF_PredefinedKey). Tab, Enter, Space, Escape and arrows stay: people who cannot touch use them.
# ways_out.md tells of each; the test of this folder compares.
$KioskKeys = @(
    'Win', 'Win+L', 'Win+R', 'Win+E', 'Win+D', 'Win+M', 'Win+Home', 'Win+Tab', 'Win+F', 'Win+P', 'Win+U',
    'Win+Up', 'Win+Down', 'Win+Left', 'Win+Right', 'Win+Space', 'Win+Enter', 'Win+PrintScreen', 'Win+Break',
    'Win+I', 'Win+X', 'Win+Q', 'Win+C', 'Win+K', 'Win+H', 'Win+W', 'Win+Z', 'Win+O', 'Win+T', 'Win+B',
    'Win+PageUp', 'Win+PageDown', 'Win+/', 'Win+Esc', 'Win+J', 'Win+V', 'Win+F1', 'Win+Plus', 'Win+Minus',
    'Ctrl+Alt+Del', 'Ctrl+Shift+Esc', 'Ctrl+Esc', 'Ctrl+Win+F', 'Ctrl+Tab', 'Ctrl+F4',
    'Alt+F4', 'Alt+Tab', 'Alt+Esc', 'Alt+Space', 'Shift+Win', 'Alt+Win', 'Ctrl+Win', 'Application',
    'LShift+LAlt+NumLock', 'LShift+LAlt+PrintScrn',
    'BrowserBack', 'BrowserForward', 'BrowserRefresh', 'BrowserStop', 'BrowserSearch', 'BrowserFavorites',
    'BrowserHome', 'LaunchMail', 'LaunchMediaSelect', 'LaunchApp1', 'LaunchApp2'
)
