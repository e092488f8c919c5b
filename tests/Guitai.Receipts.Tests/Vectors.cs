namespace Guitai.Receipts.Tests;

/// <summary>Golden bytes from <c>tests/vectors/receipts</c>: hex digits, with comments after a hash sign.</summary>
internal static class Vectors
{
    public static byte[] Bytes(string name)
    {
        var digits = File.ReadLines(Path.Combine(Folder(), name))
            .Select(line => line.Split('#')[0].Replace(" ", "", StringComparison.Ordinal));
        return Convert.FromHexString(string.Concat(digits));
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Guitai.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(
            folder?.FullName ?? throw new InvalidOperationException("The repository's root was not found."),
            "tests/vectors/receipts"
        );
    }
}
