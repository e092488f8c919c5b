namespace Guitai.Fuzz.Tests;

/// <summary>What fuzzing found worth keeping stays tested: every input of the corpora, whole and cut short.</summary>
public sealed class CorpusTests
{
    public static TheoryData<string> TargetNames => [.. Targets.ByName.Keys];

    [Theory]
    [MemberData(nameof(TargetNames))]
    public void Every_input_that_was_kept_holds(string target)
    {
        var files = Directory.GetFiles(Path.Combine(Root(), "tests/vectors/fuzz", target));
        Assert.NotEmpty(files);
        foreach (var bytes in files.Select(File.ReadAllBytes))
        {
            for (var length = bytes.Length; length >= Math.Max(0, bytes.Length - 40); length--)
            {
                Targets.ByName[target](bytes.AsSpan(0, length));
            }
        }
    }

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Guitai.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The repository's root was not found above the test binary.");
        }

        return folder.FullName;
    }
}
