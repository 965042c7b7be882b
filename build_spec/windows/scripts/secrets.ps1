# A password that nobody is told, and the place where Windows keeps that of the account it signs in by itself
# (LsaStorePrivateData: encrypted, for the system alone; the registry's DefaultPassword would be readable).
function New-Password {
    $bytes = New-Object byte[] 30
    [Security.Cryptography.RandomNumberGenerator]::Create().GetBytes($bytes)
    # a letter of each kind, for whatever the machine's policy asks
    'aA1-' + [Convert]::ToBase64String($bytes)
}

Add-Type -TypeDefinition @'
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;

public static class HaiLongSecret
{
    [StructLayout(LayoutKind.Sequential)]
    struct Text { public ushort Length, MaximumLength; public IntPtr Buffer; }

    [StructLayout(LayoutKind.Sequential)]
    struct Attributes { public int Length; public IntPtr Root, Name; public int Flags; public IntPtr Security, Quality; }

    [DllImport("advapi32.dll")]
    static extern uint LsaOpenPolicy(IntPtr system, ref Attributes attributes, uint access, out IntPtr policy);

    [DllImport("advapi32.dll")]
    static extern uint LsaStorePrivateData(IntPtr policy, ref Text name, IntPtr data);

    [DllImport("advapi32.dll")]
    static extern uint LsaClose(IntPtr policy);

    [DllImport("advapi32.dll")]
    static extern int LsaNtStatusToWinError(uint status);

    const uint CreateSecret = 0x20;

    // Keeps `secret` for the automatic sign-in; null forgets it.
    public static void Keep(string secret)
    {
        var attributes = new Attributes { Length = Marshal.SizeOf(typeof(Attributes)) };
        IntPtr policy;
        Check(LsaOpenPolicy(IntPtr.Zero, ref attributes, CreateSecret, out policy));
        Text name = Of("DefaultPassword"), data = Of(secret ?? "");
        IntPtr told = Marshal.AllocHGlobal(Marshal.SizeOf(typeof(Text)));
        try
        {
            Marshal.StructureToPtr(data, told, false);
            Check(LsaStorePrivateData(policy, ref name, secret == null ? IntPtr.Zero : told));
        }
        finally
        {
            Marshal.FreeHGlobal(told);
            Marshal.ZeroFreeGlobalAllocUnicode(data.Buffer);
            Marshal.FreeHGlobal(name.Buffer);
            LsaClose(policy);
        }
    }

    static Text Of(string words)
    {
        return new Text
        {
            Length = (ushort)(2 * words.Length),
            MaximumLength = (ushort)(2 * words.Length + 2),
            Buffer = Marshal.StringToHGlobalUni(words)
        };
    }

    static void Check(uint status)
    {
        if (status != 0) throw new Win32Exception(LsaNtStatusToWinError(status));
    }
}
'@
