using System.Text;

namespace Guitai.Receipts;

/// <summary>The character encoding of Chinese receipt printers (GB 18030): one, two or four bytes a character.</summary>
internal static class Gb18030
{
    public static Encoding Encoding { get; } =
        CodePagesEncodingProvider.Instance.GetEncoding(54936) ?? throw new InvalidOperationException("This system lacks GB18030.");
}
