using System.Xml.Linq;

namespace Guitai.Architecture.Tests;

/// <summary>Dependencies point inward: libraries know no roles, roles never each other, only the executable composes.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["Guitai.Foundation"] = [],
        ["Guitai.Receipts"] = [],
        ["Guitai.Iso8583"] = [],
        ["Guitai.Emv"] = [],
        ["Guitai.PaymentCrypto"] = [],
        ["Guitai.Contracts"] = ["Guitai.Foundation"],
        ["Guitai.Documents"] = ["Guitai.Foundation", "Guitai.Contracts", "Guitai.Receipts"],
        ["Guitai.Till"] = ["Guitai.Foundation", "Guitai.Contracts", "Guitai.Receipts", "Guitai.Documents"],
        ["Guitai.Shop"] = ["Guitai.Foundation", "Guitai.Contracts", "Guitai.Receipts", "Guitai.Documents"],
        ["Guitai.Ledger"] = ["Guitai.Foundation"],
        ["Guitai.Host"] =
        [
            "Guitai.Foundation",
            "Guitai.Contracts",
            "Guitai.Ledger",
            "Guitai.Iso8583",
            "Guitai.Emv",
            "Guitai.PaymentCrypto",
        ],
        ["Guitai.Terminal"] = ["Guitai.Foundation", "Guitai.Contracts", "Guitai.Iso8583", "Guitai.Emv", "Guitai.PaymentCrypto"],
        ["Guitai.Sandbox"] = ["Guitai.Receipts"],
        ["Guitai"] =
        [
            "Guitai.Till",
            "Guitai.Shop",
            "Guitai.Host",
            "Guitai.Ledger",
            "Guitai.Sandbox",
            "Guitai.Terminal",
            "Guitai.Iso8583",
            "Guitai.Emv",
            "Guitai.PaymentCrypto",
        ],
    };

    [Fact]
    public void Every_project_references_only_what_it_may()
    {
        var projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);
        Assert.NotEmpty(projects);
        foreach (var project in projects)
        {
            var name = Path.GetFileNameWithoutExtension(project);
            Assert.True(s_allowed.TryGetValue(name, out var allowed), $"{name} is not in the table of allowed dependencies.");
            var references = XDocument
                .Load(project)
                .Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
            Assert.Empty(references.Except(allowed!, StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_sandbox_shares_no_code_with_what_it_tries()
    {
        // Its issuer is the other side of a link: a mistake that both sides shared would be seen by nobody.
        string[] tried =
        [
            "Guitai.Iso8583",
            "Guitai.PaymentCrypto",
            "Guitai.Emv",
            "Guitai.Foundation",
            "Guitai.Ledger",
            "Guitai.Contracts",
            "Guitai.Host",
            "Guitai.Terminal",
        ];
        var folder = Path.Combine(Repository.Root, "src", "Guitai.Sandbox");
        var sources = Directory
            .GetFiles(folder, "*.cs*", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .ToList();
        Assert.Contains(sources, f => f.EndsWith("IssuerBooks.cs", StringComparison.Ordinal));
        Assert.Empty(
            sources.Where(f => tried.Any(t => File.ReadAllText(f).Contains(t, StringComparison.Ordinal))).Select(Path.GetFileName)
        );
        Assert.Empty(Reachable("Guitai.Sandbox").Intersect(tried, StringComparer.Ordinal));
    }

    // By the table, whatever a project references references in turn.
    private static HashSet<string> Reachable(string project)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<string>([project]);
        while (waiting.TryDequeue(out var next))
        {
            foreach (var reference in s_allowed[next].Where(found.Add))
            {
                waiting.Enqueue(reference);
            }
        }

        return found;
    }
}
