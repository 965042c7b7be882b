# Whether the Unified Write Filter would drop what the kiosk keeps in -Folder. Exit code 40: it would.
param([Parameter(Mandatory)][string]$Folder)
$ErrorActionPreference = 'Stop'
$place = 'root\standardcimv2\embedded'

$filter = Get-CimInstance -Namespace $place -ClassName UWF_Filter -ErrorAction SilentlyContinue
if (-not $filter -or -not ($filter.CurrentEnabled -or $filter.NextEnabled)) { exit 0 }

$drive = [IO.Path]::GetPathRoot($Folder).TrimEnd('\')
$volumes = Get-CimInstance -Namespace $place -ClassName UWF_Volume |
    Where-Object { $_.DriveLetter -eq $drive -and $_.Protected }
foreach ($volume in $volumes) {
    # a folder that is left out leaves out all below it
    $above = $Folder
    $free = $false
    while ($above -and -not $free) {
        $free = (Invoke-CimMethod -InputObject $volume -MethodName FindExclusion -Arguments @{ FileName = $above }).bFound
        $above = [IO.Path]::GetDirectoryName($above)
    }
    if (-not $free) {
        $session = if ($volume.CurrentSession) { 'now' } else { 'after the next start' }
        Write-Output "The Unified Write Filter guards $drive ${session}: run  uwfmgr file add-exclusion `"$Folder`""
        exit 40
    }
}
exit 0
