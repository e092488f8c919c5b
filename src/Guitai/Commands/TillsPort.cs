using System.CommandLine;

namespace Guitai.Commands;

/// <summary>The port at which tills of other devices come in.</summary>
internal static class TillsPort
{
    // 8080 for the pages, 8443 for the tills.
    private const int Above = 363;

    public static Option<int?> Option() =>
        new("--tills-port") { Description = "TLS port for tills of other devices, 0 for none [default: --port + 363, so 8443]" };

    public static int Of(int? given, int port) => given ?? port + Above;
}
