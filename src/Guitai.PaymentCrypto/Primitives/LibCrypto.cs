using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Guitai.PaymentCrypto.Primitives;

/// <summary>
/// The few calls into the system's OpenSSL 3 that this library stands on. Why not the platform's own classes: they know no SM3 and SM4, refuse single-length and
/// equal-halved DES keys that payment networks use every day, and allocate with every one-shot call.
/// </summary>
internal static unsafe partial class LibCrypto
{
    private const string Library = "libcrypto";

    static LibCrypto() => NativeLibrary.SetDllImportResolver(typeof(LibCrypto).Assembly, Resolve);

    /// <summary>A cipher's context; freeing it also wipes the key schedule in it.</summary>
    internal sealed class CipherContext : SafeHandleZeroOrMinusOneIsInvalid
    {
        public CipherContext()
            : base(ownsHandle: true) { }

        protected override bool ReleaseHandle()
        {
            CipherContextFree(handle);
            return true;
        }
    }

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_new")]
    public static partial CipherContext CipherContextNew();

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_fetch", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint CipherFetch(nint library, string name, nint properties);

    [LibraryImport(Library, EntryPoint = "EVP_CipherInit_ex")]
    public static partial int CipherInit(CipherContext context, nint cipher, nint engine, byte* key, byte* iv, int encrypt);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_set_padding")]
    public static partial int SetPadding(CipherContext context, int padding);

    [LibraryImport(Library, EntryPoint = "EVP_CipherUpdate")]
    public static partial int CipherUpdate(CipherContext context, byte* output, int* written, byte* input, int length);

    [LibraryImport(Library, EntryPoint = "EVP_MD_fetch", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint DigestFetch(nint library, string name, nint properties);

    [LibraryImport(Library, EntryPoint = "EVP_Digest")]
    public static partial int Digest(byte* data, nuint length, byte* digest, uint* written, nint type, nint engine);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_free")]
    private static partial void CipherContextFree(nint context);

    /// <summary>Stops where OpenSSL says no: with checked lengths that is a broken installation, never bad input.</summary>
    public static void Check(int result)
    {
        if (result != 1)
        {
            throw new InvalidOperationException("OpenSSL refused a cryptographic operation.");
        }
    }

    /// <summary>The same for what OpenSSL hands out.</summary>
    public static nint Check(nint fetched, string name) =>
        fetched != 0 ? fetched : throw new PlatformNotSupportedException($"The system's OpenSSL has no {name}.");

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (!string.Equals(name, Library, StringComparison.Ordinal))
        {
            return 0;
        }

        string[] names =
            OperatingSystem.IsWindows() ? ["libcrypto-3-x64.dll", "libcrypto-3-arm64.dll", "libcrypto-3.dll"]
            : OperatingSystem.IsMacOS()
                ?
                [
                    "libcrypto.3.dylib",
                    "/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib",
                    "/usr/local/opt/openssl@3/lib/libcrypto.3.dylib",
                ]
            : ["libcrypto.so.3"];
        foreach (var file in names)
        {
            if (NativeLibrary.TryLoad(file, assembly, path, out var handle))
            {
                return handle;
            }
        }

        throw new PlatformNotSupportedException($"OpenSSL 3 ({names[0]}) is needed and was not found.");
    }
}
