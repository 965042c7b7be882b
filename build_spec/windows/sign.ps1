# Signs files with the certificate in SIGNING_CERTIFICATE (PFX, base64) and SIGNING_PASSWORD, and has the time vouched
# for by TIMESTAMP_SERVER. Has never run: there is no Windows here.
param([Parameter(Mandatory, ValueFromRemainingArguments)][string[]]$Files)
$ErrorActionPreference = 'Stop'
$server = if ($env:TIMESTAMP_SERVER) { $env:TIMESTAMP_SERVER } else { 'http://timestamp.digicert.com' }
$password = ConvertTo-SecureString $env:SIGNING_PASSWORD -AsPlainText -Force
$file = New-TemporaryFile
try {
    [IO.File]::WriteAllBytes($file, [Convert]::FromBase64String($env:SIGNING_CERTIFICATE))
    $certificate = Get-PfxCertificate -FilePath $file -Password $password
    foreach ($one in $Files) {
        $done = Set-AuthenticodeSignature -FilePath $one -Certificate $certificate -HashAlgorithm SHA256 -TimestampServer $server
        if ($done.Status -ne 'Valid') { throw "${one}: $($done.StatusMessage)" }
    }
} finally {
    Remove-Item $file
}
