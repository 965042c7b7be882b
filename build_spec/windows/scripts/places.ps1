# What lock.ps1 and unlock.ps1 both speak of.
$Winlogon = 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon'
$Embedded = 'root\standardcimv2\embedded'
$Task = 'HaiLong'
# says to the uninstaller that there is something to take back
$Mark = Join-Path $env:ProgramData 'hailong\locked'
# what Shell Launcher does when its shell ends
$RestartShell = 0
$DoNothing = 3

$Policies = @(
    @{ Key = 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\EdgeUI'; Name = 'AllowEdgeSwipe'; Value = 0 },
    @{ Key = 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\Explorer'; Name = 'DisableNotificationCenter'; Value = 1 },
    @{ Key = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer'; Name = 'NoDriveTypeAutoRun'; Value = 255 },
    @{ Key = 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate\AU'; Name = 'NoAutoRebootWithLoggedOnUsers'; Value = 1 },
    @{ Key = 'HKLM:\SOFTWARE\Microsoft\Windows\Windows Error Reporting'; Name = 'DontShowUI'; Value = 1 }
)

# Blocks (or lets through) predefined keys; one that this Windows does not know is told.
function Set-Key([string[]]$Names, [bool]$Blocked) {
    foreach ($name in $Names) {
        $key = Get-CimInstance -Namespace $Embedded -ClassName WEKF_PredefinedKey | Where-Object Id -eq $name
        if ($key) { Set-CimInstance -InputObject $key -Property @{ Enabled = $Blocked } }
        else { Write-Warning "Keyboard Filter knows no key $name" }
    }
}

function Set-FilterSetting([string]$Name, [string]$Value) {
    Get-CimInstance -Namespace $Embedded -ClassName WEKF_Settings | Where-Object Name -eq $Name |
        Set-CimInstance -Property @{ Value = $Value }
}

# Calls $Work with the registry of an account, loaded for that while if nobody is signed in as it.
function Use-HiveOf($User, [scriptblock]$Work) {
    $sid = $User.SID.Value
    if (Test-Path "Registry::HKEY_USERS\$sid") { & $Work "Registry::HKEY_USERS\$sid"; return }
    $profile = (Get-CimInstance Win32_UserProfile | Where-Object SID -eq $sid).LocalPath
    if (-not $profile) { Write-Warning "$($User.Name) never signed in: sign in once, and run this script again."; return }
    reg.exe load 'HKU\HaiLong' "$profile\NTUSER.DAT" | Out-Null
    try { & $Work 'Registry::HKEY_USERS\HaiLong' }
    finally { [gc]::Collect(); reg.exe unload 'HKU\HaiLong' | Out-Null }
}
