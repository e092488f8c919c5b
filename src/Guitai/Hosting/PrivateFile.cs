using System.Text;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Hosting;

/// <summary>A file that only its owner may read, replaced whole and durably.</summary>
internal static class PrivateFile
{
    /// <exception cref="IOException">The disk refused; the file before stays.</exception>
    public static void Write(string path, string text)
    {
        // One that somebody else left there could be readable by them.
        File.Delete(path + ".new");
        DurableFile.Replace(path, Encoding.ASCII.GetBytes(text));
    }
}
