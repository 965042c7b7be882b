/* bcryptprimitives.dll of Windows 10, for a wine that has none: random bytes come from where they came before. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return RtlGenRandom(data, (ULONG)size); }
