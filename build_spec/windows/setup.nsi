; The installer of the kiosk. build_spec.windows.setups gives VERSION, NUMBERS (a.b.c.d), FILES (File lines), TASK_XML, OUT; QUICK: larger and sooner.
; Silent: /S, and /CENTRAL= with /CODE=, or /CONFIG=<provisioning file>, /KEYS=<release.keys>; README.md has all options and exit codes.
Target amd64-unicode
Unicode true
ManifestDPIAware true
RequestExecutionLevel admin
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
!endif
SetDateSave off
CRCCheck on
Name "Hài Lòng"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\HaiLong"
BrandingText "Hài Lòng ${VERSION}"
VIProductVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "Hài Lòng"
VIAddVersionKey "FileDescription" "Hài Lòng, the kiosk"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

!include MUI2.nsh
!include nsDialogs.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include WordFunc.nsh

!define DONE 0
!define USAGE 2
!define NOT_ENROLLED 3
!define STILL_RUNS 4
!define TOO_OLD 5
!define NOT_WRITTEN 6
!define UNFINISHED 7
!define TASK "HaiLong"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\HaiLong"

Var Central
Var PrintedCode
Var Provisioning
Var Keys
Var Account
Var CallPort
Var PullPort
Var Image
Var Data
Var CentralField
Var CodeField
Var FileField

!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_WELCOME
Page custom AskServer HearServer
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"
!insertmacro MUI_LANGUAGE "English"
!include words.nsh

; Ends with an exit code, in words where somebody is there.
!macro Leave code words
  MessageBox MB_OK|MB_ICONSTOP "${words}" /SD IDOK
  SetErrorLevel ${code}
  Quit
!macroend

; Runs a command out of sight; what it says goes to the log, its exit code to $0.
!macro Run command
  nsExec::Exec '"$SYSDIR\cmd.exe" /d /s /c "${command} >> "$Data\install.log" 2>&1"'
  Pop $0
!macroend

; A step without which the kiosk does not work unattended.
!macro Step command
  !insertmacro Run '${command}'
  ${If} $0 != 0
    StrCpy $9 ${UNFINISHED}
  ${EndIf}
!macroend

!macro Places
  SetRegView 64
  SetShellVarContext all
  StrCpy $Data "$APPDATA\hailong"
!macroend

; Ends what runs here in order, or at once where it does not hear. $0: 0 when its files are free.
!macro EndKiosk un
Function ${un}EndKiosk
  StrCpy $0 0
  ${IfNot} ${FileExists} "$INSTDIR\program\hailong-kiosk.exe"
    Return
  ${EndIf}
  nsExec::Exec '"$INSTDIR\program\hailong-kiosk.exe" leave --seconds 60'
  Pop $0
  ${If} $0 != 0
    nsExec::Exec '"$SYSDIR\taskkill.exe" /F /IM hailong-kiosk.exe'
    Pop $0
  ${EndIf}
  ; what runs cannot be written
  StrCpy $1 0
  ${Do}
    ClearErrors
    FileOpen $2 "$INSTDIR\program\hailong-kiosk.exe" a
    ${IfNot} ${Errors}
      FileClose $2
      StrCpy $0 0
      Return
    ${EndIf}
    Sleep 500
    IntOp $1 $1 + 1
  ${LoopUntil} $1 = 20
  StrCpy $0 1
FunctionEnd
!macroend
!insertmacro EndKiosk ""
!insertmacro EndKiosk "un."

Function .onInit
  !insertmacro Places
  ${IfNot} ${AtLeastBuild} 17763
    !insertmacro Leave ${TOO_OLD} "$(TooOld)"
  ${EndIf}
  ${GetParameters} $R0
  ${GetOptions} $R0 "/CENTRAL=" $Central
  ${GetOptions} $R0 "/CODE=" $PrintedCode
  ${GetOptions} $R0 "/CONFIG=" $Provisioning
  ${GetOptions} $R0 "/KEYS=" $Keys
  ${GetOptions} $R0 "/CALL_PORT=" $CallPort
  ${GetOptions} $R0 "/PULL_PORT=" $PullPort
  ${GetOptions} $R0 "/ACCOUNT=" $Account
  ${If} $Account == ""
    StrCpy $Account "hailong-kiosk"
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/IMAGE" $R1
  ${IfNot} ${Errors}
    StrCpy $Image yes
  ${EndIf}
  ${If} ${Silent}
    Call JudgeServer
    ${If} $0 != 0
      !insertmacro Leave ${USAGE} "$(Usage)"
    ${EndIf}
  ${EndIf}
FunctionEnd

; $0: 0 when what is said of the server fits together.
Function JudgeServer
  StrCpy $0 1
  ${If} $Keys != ""
  ${AndIfNot} ${FileExists} "$Keys"
    Return
  ${EndIf}
  ${If} $Provisioning != ""
    ${If} $Central$PrintedCode != ""
    ${OrIfNot} ${FileExists} "$Provisioning"
      Return
    ${EndIf}
  ${ElseIf} $Central == ""
    ${If} $PrintedCode != ""
      Return
    ${EndIf}
  ${ElseIf} $PrintedCode == ""
    Return
  ${EndIf}
  StrCpy $0 0
FunctionEnd

Function AskServer
  !insertmacro MUI_HEADER_TEXT "$(Asks)" "$(AsksMore)"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 10u "$(Address)"
  Pop $0
  ${NSD_CreateText} 0 12u 100% 13u "$Central"
  Pop $CentralField
  ${NSD_CreateLabel} 0 34u 100% 10u "$(Code)"
  Pop $0
  ${NSD_CreateText} 0 46u 100% 13u "$PrintedCode"
  Pop $CodeField
  ${NSD_CreateLabel} 0 72u 100% 10u "$(File)"
  Pop $0
  ${NSD_CreateText} 0 84u 84% 13u "$Provisioning"
  Pop $FileField
  ${NSD_CreateBrowseButton} 86% 84u 14% 13u "…"
  Pop $0
  ${NSD_OnClick} $0 ChooseFile
  nsDialogs::Show
FunctionEnd

Function ChooseFile
  nsDialogs::SelectFileDialog open "" "*.provisioning|*.provisioning|*.*|*.*"
  Pop $0
  ${If} $0 != ""
    ${NSD_SetText} $FileField "$0"
  ${EndIf}
FunctionEnd

Function HearServer
  ${NSD_GetText} $CentralField $Central
  ${NSD_GetText} $CodeField $PrintedCode
  ${NSD_GetText} $FileField $Provisioning
  Call JudgeServer
  ${If} $0 != 0
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(Usage)"
    Abort
  ${EndIf}
FunctionEnd

Section
  !insertmacro Places
  StrCpy $9 ${DONE}

  ; the new program beside the old one, which works on meanwhile
  RMDir /r "$INSTDIR\program.new"
  ClearErrors
  !include "${FILES}"
  SetOutPath "$INSTDIR\scripts"
  File scripts\*.ps1
  ${If} ${Errors}
    RMDir /r "$INSTDIR\program.new"
    !insertmacro Leave ${NOT_WRITTEN} "$(NotWritten)"
  ${EndIf}
  Call EndKiosk
  ${If} $0 != 0
    RMDir /r "$INSTDIR\program.new"
    !insertmacro Leave ${STILL_RUNS} "$(StillRuns)"
  ${EndIf}
  RMDir /r "$INSTDIR\program"
  ClearErrors
  Rename "$INSTDIR\program.new" "$INSTDIR\program"
  ${If} ${Errors}
    !insertmacro Leave ${NOT_WRITTEN} "$(NotWritten)"
  ${EndIf}
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKLM "${UNINSTALL}" "DisplayName" "Hài Lòng"
  WriteRegStr HKLM "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${UNINSTALL}" "Publisher" "Hài Lòng"
  WriteRegStr HKLM "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKLM "${UNINSTALL}" "NoRepair" 1

  CreateDirectory "$Data\kiosk"
  Delete "$Data\install.log"
  ${IfNot} ${FileExists} "$Data\kiosk.toml"
    Call WriteSettings
  ${EndIf}
  Call WriteKeys
  Call ShutFolder
  Call OpenFirewall
  Call StartAtSignIn
  Call Enrol
  ; nothing of an image that will be copied is started
  ${If} $Image == ""
    !insertmacro Run '"$SYSDIR\schtasks.exe" /Run /TN ${TASK}'
  ${EndIf}
  Call WarnOfWriteFilter

  ${If} $9 = ${UNFINISHED}
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(Unfinished) $Data\install.log" /SD IDOK
  ${EndIf}
  SetErrorLevel $9
SectionEnd

; The settings of a first installation; an upgrade leaves them alone.
Function WriteSettings
  SetOutPath "$Data"
  File kiosk.toml
  FileOpen $1 "$Data\kiosk.toml" a
  FileSeek $1 0 END
  ${If} $CallPort != ""
    FileWrite $1 '$\ncall_host = "0.0.0.0"$\ncall_port = $CallPort$\n'
  ${EndIf}
  ${If} $PullPort != ""
    FileWrite $1 '$\npull_host = "0.0.0.0"$\npull_port = $PullPort$\n'
  ${EndIf}
  FileClose $1
FunctionEnd

; Who signs releases: as /KEYS= says, as it was, or as this installer was made.
Function WriteKeys
  ${If} $Keys != ""
    CopyFiles /SILENT "$Keys" "$Data\release.keys"
  ${ElseIfNot} ${FileExists} "$Data\release.keys"
    SetOutPath "$Data"
    File ..\release.keys
  ${EndIf}
FunctionEnd

; Administrators and the system do all, the kiosk's account reads its settings and writes its data, nobody else.
Function ShutFolder
  !insertmacro Step '"$SYSDIR\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -ExecutionPolicy Bypass -File "$INSTDIR\scripts\account.ps1" -Account "$Account"'
  !insertmacro Step '"$SYSDIR\icacls.exe" "$Data" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F "$Account:(OI)(CI)RX"'
  !insertmacro Step '"$SYSDIR\icacls.exe" "$Data\kiosk" /grant:r "$Account:(OI)(CI)M"'
FunctionEnd

; A rule for each door that was asked for: releases, which lie elsewhere, open the same ones.
Function OpenFirewall
  ${If} $CallPort != ""
    !insertmacro Run '"$SYSDIR\netsh.exe" advfirewall firewall delete rule name=HaiLong-call'
    !insertmacro Step '"$SYSDIR\netsh.exe" advfirewall firewall add rule name=HaiLong-call dir=in action=allow protocol=TCP localport=$CallPort profile=domain,private'
  ${EndIf}
  ${If} $PullPort != ""
    !insertmacro Run '"$SYSDIR\netsh.exe" advfirewall firewall delete rule name=HaiLong-pull'
    !insertmacro Step '"$SYSDIR\netsh.exe" advfirewall firewall add rule name=HaiLong-pull dir=in action=allow protocol=TCP localport=$PullPort profile=domain,private'
  ${EndIf}
FunctionEnd

; On a locked machine the task starts nothing by itself, as lock.ps1 left it.
Function StartAtSignIn
  ${If} ${FileExists} "$Data\locked"
    Return
  ${EndIf}
  SetOutPath "$PLUGINSDIR"
  File "/oname=task.xml" "${TASK_XML}"
  FileOpen $1 "$PLUGINSDIR\task.xml" r
  FileOpen $2 "$INSTDIR\task.xml" w
  FileWriteUTF16LE /BOM $2 ""
  ${Do}
    FileReadUTF16LE $1 $3
    ${If} $3 == ""
      ${Break}
    ${EndIf}
    ${WordReplace} $3 "@ACCOUNT@" "$Account" "+" $3
    ${WordReplace} $3 "@PROGRAM@" "$INSTDIR\program\hailong-kiosk.exe" "+" $3
    FileWriteUTF16LE $2 $3
  ${Loop}
  FileClose $1
  FileClose $2
  !insertmacro Step '"$SYSDIR\schtasks.exe" /Create /F /TN ${TASK} /XML "$INSTDIR\task.xml"'
FunctionEnd

Function Enrol
  StrCpy $0 0
  ${If} $Provisioning != ""
    CopyFiles /SILENT "$Provisioning" "$Data\kiosk.provisioning"
    ${If} $Image == ""
      !insertmacro Run '"$INSTDIR\program\hailong-kiosk.exe" enrol --provisioning "$Data\kiosk.provisioning"'
    ${EndIf}
  ${ElseIf} $Central != ""
    !insertmacro Run '"$INSTDIR\program\hailong-kiosk.exe" enrol --central "$Central" --code "$PrintedCode"'
  ${EndIf}
  ${If} $0 != 0
    StrCpy $9 ${NOT_ENROLLED}
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(NotEnrolled) $Data\install.log" /SD IDOK
  ${EndIf}
FunctionEnd

; 40: the filter guards the data's drive and does not leave its folder out.
Function WarnOfWriteFilter
  !insertmacro Run '"$SYSDIR\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -ExecutionPolicy Bypass -File "$INSTDIR\scripts\write-filter.ps1" -Folder "$Data"'
  ${If} $0 = 40
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(WriteFilter) $Data" /SD IDOK
  ${EndIf}
FunctionEnd

Function un.onInit
  !insertmacro Places
FunctionEnd

Section Uninstall
  !insertmacro Places
  Call un.EndKiosk
  ${If} $0 != 0
    !insertmacro Leave ${STILL_RUNS} "$(StillRuns)"
  ${EndIf}
  ${If} ${FileExists} "$Data\locked"
    !insertmacro Run '"$SYSDIR\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -ExecutionPolicy Bypass -File "$INSTDIR\scripts\unlock.ps1"'
  ${EndIf}
  !insertmacro Run '"$SYSDIR\schtasks.exe" /Delete /F /TN ${TASK}'
  !insertmacro Run '"$SYSDIR\netsh.exe" advfirewall firewall delete rule name=HaiLong-call'
  !insertmacro Run '"$SYSDIR\netsh.exe" advfirewall firewall delete rule name=HaiLong-pull'
  ClearErrors
  ${GetParameters} $R0
  ${GetOptions} $R0 "/PURGE" $R1
  ${IfNot} ${Errors}
    RMDir /r "$Data"
  ${ElseIfNot} ${Silent}
    ${If} ${Cmd} `MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(Purge)" IDYES`
      RMDir /r "$Data"
    ${EndIf}
  ${EndIf}
  RMDir /r "$INSTDIR\program"
  RMDir /r "$INSTDIR\program.new"
  RMDir /r "$INSTDIR\scripts"
  Delete "$INSTDIR\task.xml"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKLM "${UNINSTALL}"
SectionEnd
