namespace Guitai;

/// <summary>Which guitai this is.</summary>
internal static class Version
{
    public static string Text { get; } = typeof(Version).Assembly.GetName().Version?.ToString(3) ?? "0";
}
