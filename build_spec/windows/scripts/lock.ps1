# Makes this machine nothing but a kiosk: it signs in by itself as the kiosk's account, which sees the kiosk and
# nothing else. Run it as an administrator after the installer, then restart. unlock.ps1 takes all of it back.
# Needs Windows Enterprise, Education or IoT Enterprise; on Pro the shell is set by policy and keys stay open.
param([string]$Account = 'hailong-kiosk')
$ErrorActionPreference = 'Stop'
#Requires -RunAsAdministrator
. "$PSScriptRoot\secrets.ps1"
. "$PSScriptRoot\keys.ps1"
. "$PSScriptRoot\places.ps1"

$user = Get-LocalUser -Name $Account
$sid = $user.SID.Value
$kiosk = '"{0}" keep' -f (Join-Path (Split-Path $PSScriptRoot) 'program\hailong-kiosk.exe')

Set-Content $Mark $Account

# 1. sign in without anybody
$password = New-Password
Set-LocalUser -Name $Account -Password (ConvertTo-SecureString $password -AsPlainText -Force)
[HaiLongSecret]::Keep($password)
Set-ItemProperty $Winlogon -Name AutoAdminLogon -Value '1'
Set-ItemProperty $Winlogon -Name ForceAutoLogon -Value '1'
Set-ItemProperty $Winlogon -Name DefaultUserName -Value $Account
Set-ItemProperty $Winlogon -Name DefaultDomainName -Value $env:COMPUTERNAME
Remove-ItemProperty $Winlogon -Name DefaultPassword -ErrorAction SilentlyContinue

# 2. nothing but the kiosk: its keeper is the shell, and the task starts no second one
$features = 'Client-DeviceLockdown', 'Client-EmbeddedShellLauncher', 'Client-KeyboardFilter'
$whole = $true
foreach ($feature in $features) {
    $known = Get-WindowsOptionalFeature -Online -FeatureName $feature -ErrorAction SilentlyContinue
    if (-not $known) { $whole = $false; continue }
    if ($known.State -ne 'Enabled') { Enable-WindowsOptionalFeature -Online -FeatureName $feature -All -NoRestart | Out-Null }
}
if (Get-CimClass -Namespace $Embedded -ClassName WESL_UserSetting -ErrorAction SilentlyContinue) {
    $launcher = [wmiclass]"\\localhost\${Embedded}:WESL_UserSetting"
    $launcher.SetDefaultShell('explorer.exe', $DoNothing) | Out-Null
    # 0: an installer or an administrator ended it; 11: staff left to the system
    $launcher.RemoveCustomShell($sid) | Out-Null
    $launcher.SetCustomShell($sid, $kiosk, (0, 11), ($DoNothing, $DoNothing), $RestartShell) | Out-Null
    $launcher.SetEnabled($true) | Out-Null
} elseif ($whole) {
    Write-Warning 'Shell Launcher was just added: restart, and run this script again.'
    exit 3010
} else {
    Write-Warning 'This edition has no Shell Launcher: the shell is set by policy, for this account alone.'
    Use-HiveOf $user { param($hive)
        $policy = "$hive\Software\Microsoft\Windows\CurrentVersion\Policies\System"
        New-Item $policy -Force | Out-Null
        Set-ItemProperty $policy -Name Shell -Value $kiosk
        Set-ItemProperty $policy -Name DisableTaskMgr -Value 1 -Type DWord
        Set-ItemProperty $policy -Name DisableLockWorkstation -Value 1 -Type DWord
        Set-ItemProperty $policy -Name DisableChangePassword -Value 1 -Type DWord
    }
}
$task = Get-ScheduledTask -TaskName $Task
$task.Triggers | ForEach-Object { $_.Enabled = $false }
$task | Set-ScheduledTask | Out-Null

# 3. no key of Windows' own, no Sticky Keys, for everybody but administrators
if (Get-CimClass -Namespace $Embedded -ClassName WEKF_PredefinedKey -ErrorAction SilentlyContinue) {
    Set-Key $KioskKeys $true
    Set-FilterSetting 'DisableKeyboardFilterForAdministrators' 'true'
    Set-FilterSetting 'ForceOffAccessibility' 'true'
} else {
    Write-Warning 'This edition has no Keyboard Filter: cover the USB ports, so that no keyboard is plugged in.'
}

# 4. no edges to draw in from, no notices, no hints
foreach ($one in $Policies) {
    New-Item $one.Key -Force -ErrorAction SilentlyContinue | Out-Null
    Set-ItemProperty $one.Key -Name $one.Name -Value $one.Value -Type DWord
}
Write-Output 'Locked. Restart the machine; an administrator gets to the sign-in page by the left Windows key, pressed five times.'
