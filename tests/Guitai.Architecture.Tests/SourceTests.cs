using System.Text.RegularExpressions;

namespace Guitai.Architecture.Tests;

/// <summary>Rules that hold in every source file, beyond what the compiler and the banned symbols hold.</summary>
public sealed partial class SourceTests
{
    private static IEnumerable<(string Name, string Text)> Sources(params string[] folders) =>
        folders
            .SelectMany(f => Directory.GetFiles(Path.Combine(Repository.Root, f), "*.*", SearchOption.AllDirectories))
            .Where(f =>
                f.EndsWith(".cs", StringComparison.Ordinal)
                || f.EndsWith(".ts", StringComparison.Ordinal)
                || f.EndsWith(".tsx", StringComparison.Ordinal)
            )
            .Where(f =>
                !f.Contains("node_modules", StringComparison.Ordinal)
                && !f.Contains("/generated/", StringComparison.Ordinal)
                && !f.Contains("/dist/", StringComparison.Ordinal)
            )
            .Select(f => (Path.GetRelativePath(Repository.Root, f), File.ReadAllText(f)));

    [Fact]
    public void Every_project_but_the_executable_is_held_to_the_banned_symbols()
    {
        var props = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props"));
        Assert.Contains("build/BannedSymbols.txt", props, StringComparison.Ordinal);
        foreach (var call in new[] { "DateTime.Now", "DateTime.UtcNow", "Guid.NewGuid", "Random.Shared", "Task.Run", "Thread.Sleep" })
        {
            Assert.Contains(call, File.ReadAllText(Path.Combine(Repository.Root, "build/BannedSymbols.txt")), StringComparison.Ordinal);
        }

        var suppressed = Sources("src").Where(s => s.Text.Contains("RS0030", StringComparison.Ordinal)).Select(s => s.Name);
        Assert.Empty(suppressed);
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        var found = Sources("src", "web/src").Where(s => Later().IsMatch(s.Text)).Select(s => s.Name);
        Assert.Empty(found);
    }

    [Fact]
    public void No_type_is_called_by_a_word_that_says_nothing()
    {
        var found = Sources("src").SelectMany(s => Empty().Matches(s.Text).Select(m => $"{s.Name}: {m.Value}"));
        Assert.Empty(found);
    }

    [Fact]
    public void Files_stay_short()
    {
        var found = Sources("src", "web/src").Where(s => s.Text.Count(c => c == '\n') > 420).Select(s => s.Name);
        Assert.Empty(found);
    }

    [Fact]
    public void Code_and_comments_of_the_core_await_on_the_given_context()
    {
        // ConfigureAwait(false) would leave the simulator's single thread.
        var found = Sources("src").Where(s => s.Text.Contains("ConfigureAwait(false)", StringComparison.Ordinal)).Select(s => s.Name);
        Assert.Empty(found);
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex Later();

    [GeneratedRegex(@"\b(class|record|struct|interface) \w*(Manager|Helper|Util|Utils|Base|Common)\b")]
    private static partial Regex Empty();
}
