# Makes the kiosk's own account, if it is not there: an ordinary user whom nobody can sign in as until lock.ps1
# lets the machine do it. -Account: its name.
param([Parameter(Mandatory)][string]$Account)
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot\secrets.ps1"

if (-not (Get-LocalUser -Name $Account -ErrorAction SilentlyContinue)) {
    $password = ConvertTo-SecureString (New-Password) -AsPlainText -Force
    New-LocalUser -Name $Account -Password $password -PasswordNeverExpires -UserMayNotChangePassword `
        -AccountNeverExpires -Description 'Hai Long, the kiosk' | Out-Null
    # the users' group, whatever this Windows calls it
    Add-LocalGroupMember -SID 'S-1-5-32-545' -Member $Account
}
