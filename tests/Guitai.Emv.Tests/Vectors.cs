namespace Guitai.Emv.Tests;

/// <summary>What stands in <c>tests/vectors</c>, line by line without the comments that name the origins.</summary>
internal static class Vectors
{
    public static IEnumerable<string[]> Lines(string file) =>
        File.ReadLines(PathOf(file)).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(';', StringSplitOptions.TrimEntries));

    public static string Text(string file) => File.ReadAllText(PathOf(file));

    private static string PathOf(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Guitai.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The repository's root was not found above the test binary.");
        }

        return Path.Combine(folder.FullName, "tests/vectors", file);
    }
}
