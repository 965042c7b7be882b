# Takes back what lock.ps1 did; the kiosk starts again from its task when its account signs in. Then restart.
param([string]$Account)
$ErrorActionPreference = 'Stop'
#Requires -RunAsAdministrator
. "$PSScriptRoot\secrets.ps1"
. "$PSScriptRoot\keys.ps1"
. "$PSScriptRoot\places.ps1"

if (-not $Account) { $Account = if (Test-Path $Mark) { Get-Content $Mark } else { 'hailong-kiosk' } }
$user = Get-LocalUser -Name $Account

Set-ItemProperty $Winlogon -Name AutoAdminLogon -Value '0'
foreach ($name in 'ForceAutoLogon', 'DefaultUserName', 'DefaultDomainName') {
    Remove-ItemProperty $Winlogon -Name $name -ErrorAction SilentlyContinue
}
[HaiLongSecret]::Keep($null)

if (Get-CimClass -Namespace $Embedded -ClassName WESL_UserSetting -ErrorAction SilentlyContinue) {
    $launcher = [wmiclass]"\\localhost\${Embedded}:WESL_UserSetting"
    $launcher.RemoveCustomShell($user.SID.Value) | Out-Null
    $launcher.SetEnabled($false) | Out-Null
}
Use-HiveOf $user { param($hive)
    $policy = "$hive\Software\Microsoft\Windows\CurrentVersion\Policies\System"
    foreach ($name in 'Shell', 'DisableTaskMgr', 'DisableLockWorkstation', 'DisableChangePassword') {
        Remove-ItemProperty $policy -Name $name -ErrorAction SilentlyContinue
    }
}
$task = Get-ScheduledTask -TaskName $Task -ErrorAction SilentlyContinue
if ($task) {
    $task.Triggers | ForEach-Object { $_.Enabled = $true }
    $task | Set-ScheduledTask | Out-Null
}
if (Get-CimClass -Namespace $Embedded -ClassName WEKF_PredefinedKey -ErrorAction SilentlyContinue) {
    Set-Key $KioskKeys $false
    Set-FilterSetting 'ForceOffAccessibility' 'false'
}
foreach ($one in $Policies) {
    Remove-ItemProperty $one.Key -Name $one.Name -ErrorAction SilentlyContinue
}
Remove-Item $Mark -ErrorAction SilentlyContinue
Write-Output 'Unlocked. Restart the machine.'
