using Guitai.Hosting;

namespace Guitai.Commands;

/// <summary>Runs a server until Ctrl-C or SIGTERM, and says where it is.</summary>
internal static class Serving
{
    /// <summary>Starts, prints what the person should know, waits, stops.</summary>
    /// <param name="tillsPort">The tills' port, 0 for none: named too when a port is taken.</param>
    public static async Task<int> RunAsync(
        WebApplication app,
        string url,
        IEnumerable<string> welcome,
        CancellationToken cancellation,
        int tillsPort = 0
    )
    {
        if (!await Web.TryStartAsync(app))
        {
            throw Failure.PortTaken(url, tillsPort);
        }

        foreach (var line in welcome)
        {
            Console.WriteLine(line);
        }

        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    /// <summary>The built pages: beside the program when published, else in the working copy.</summary>
    public static string PagesFolder
    {
        get
        {
            var published = Path.Combine(AppContext.BaseDirectory, "pages");
            return Directory.Exists(published) ? published : Path.Combine("web", "dist");
        }
    }
}
