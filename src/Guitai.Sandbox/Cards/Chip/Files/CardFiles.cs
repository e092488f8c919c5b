using System.Reflection;

namespace Guitai.Sandbox.Cards.Chip.Files;

/// <summary>The files of the sandbox's own chips: a usual one, and one for each awkward kind. A folder may add others, or replace some.</summary>
public sealed class CardFiles
{
    /// <summary>The usual one: any card of the bureau with a chip can be made from it.</summary>
    public const string Usual = "dual";

    private const string Resources = "Guitai.Sandbox.Cards.Chip.Profiles.";

    private readonly Dictionary<string, CardFile> _files = new(StringComparer.Ordinal);

    private CardFiles() { }

    /// <summary>The sandbox's own.</summary>
    public static CardFiles Own { get; } = Load(folder: null);

    /// <summary>All, in the order of their names.</summary>
    public IReadOnlyList<CardFile> All => [.. _files.Values.OrderBy(f => f.Name, StringComparer.Ordinal)];

    /// <summary>The file of that name; null for none.</summary>
    public CardFile? Find(string name) => _files.GetValueOrDefault(name);

    /// <summary>The sandbox's own with those of a folder.</summary>
    /// <param name="folder">Files that end in <c>.json</c>; need not exist.</param>
    /// <exception cref="InvalidDataException">One of them is no file of a card.</exception>
    public static CardFiles Load(string? folder)
    {
        var files = new CardFiles();
        var own = Assembly.GetExecutingAssembly();
        foreach (var name in own.GetManifestResourceNames().Where(n => n.StartsWith(Resources, StringComparison.Ordinal)))
        {
            using var stream = own.GetManifestResourceStream(name)!;
            files.Add(stream, name);
        }

        if (folder is not null && Directory.Exists(folder))
        {
            foreach (var path in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
            {
                using var stream = File.OpenRead(path);
                files.Add(stream, path);
            }
        }

        return files;
    }

    private void Add(Stream stream, string name)
    {
        var file = CardFile.Read(stream, name);
        _files[file.Name] = file;
    }
}
