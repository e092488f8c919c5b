using System.Text;

namespace Guitai.Tests;

/// <summary>Looks for a value in every byte of a folder's files, in every form in which it could stand there.</summary>
internal sealed class SecretSearch(string folder)
{
    private readonly List<(string Name, byte[] Bytes)> _files =
    [
        .. Directory
            .GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => !f.Contains("custodian-", StringComparison.Ordinal))
            .Select(f => (Path.GetFileName(f), Read(f))),
    ];

    /// <summary>The forms in which a text could stand somewhere; digits also packed.</summary>
    public static List<(string Form, byte[] Bytes)> FormsOf(string text)
    {
        List<(string Form, byte[] Bytes)> forms =
        [
            ("ASCII", Encoding.ASCII.GetBytes(text)),
            ("UTF-16", Encoding.Unicode.GetBytes(text)),
            ("hexadecimal of ASCII", Encoding.ASCII.GetBytes(Convert.ToHexString(Encoding.ASCII.GetBytes(text)))),
            ("hexadecimal of ASCII, lower case", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Encoding.ASCII.GetBytes(text)))),
            .. Base64(Encoding.ASCII.GetBytes(text)),
        ];
        if (text.Length >= 8 && text.All(char.IsAsciiHexDigit))
        {
            // Packed digits begin at a whole byte or in the middle of one: what lies between whole bytes is looked for.
            forms.Add(("packed", Convert.FromHexString(text[..(text.Length / 2 * 2)])));
            forms.Add(("packed, shifted", Convert.FromHexString(text[1..(((text.Length - 1) / 2 * 2) + 1)])));
        }

        return forms;
    }

    /// <summary>The forms in which bytes could stand somewhere.</summary>
    public static List<(string Form, byte[] Bytes)> FormsOf(byte[] bytes) =>
        [
            ("bytes", bytes),
            ("hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexString(bytes))),
            ("hexadecimal, lower case", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes))),
            .. Base64(bytes),
        ];

    /// <summary>Where a text of digits stands, and in which form.</summary>
    public IReadOnlyList<string> Find(string what, string text) => Find(what, FormsOf(text));

    /// <summary>Where bytes stand.</summary>
    public IReadOnlyList<string> Find(string what, byte[] bytes) => Find(what, FormsOf(bytes));

    private List<string> Find(string what, List<(string Form, byte[] Bytes)> forms) =>
        [
            .. from file in _files
            from form in forms
            where file.Bytes.AsSpan().IndexOf(form.Bytes) >= 0
            select $"{what} as {form.Form} in {file.Name}",
        ];

    // Of the three ways in which bytes can fall into base64, what does not depend on their neighbours.
    private static IEnumerable<(string, byte[])> Base64(byte[] bytes)
    {
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. bytes]).TrimEnd('=');
            var from = before == 0 ? 0 : before + 1;
            yield return ("base64", Encoding.ASCII.GetBytes(text[from..^2]));
        }
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
