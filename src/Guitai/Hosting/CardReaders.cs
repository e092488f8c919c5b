using System.Globalization;
using Guitai.Emv.Transport;
using Guitai.Foundation;
using Guitai.Terminal;

namespace Guitai.Hosting;

/// <summary>The terminal's readers for chips, as a command line names them.</summary>
internal sealed class CardReaders : IAsyncDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    private readonly TerminalDesk _desk;
    private readonly int? _port;
    private readonly bool _looks;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private Task _looking = Task.CompletedTask;

    private CardReaders(TerminalDesk desk, bool looks, int? port) => (_desk, _looks, _port) = (desk, looks, port);

    /// <summary>What an option means.</summary>
    /// <param name="option"><c>pcsc</c>: all that the system's card reader service has; <c>vpcd:PORT</c>: two places for virtual cards, at that port and the next; <c>none</c>.</param>
    /// <param name="desk">Whose readers they are.</param>
    /// <exception cref="Failure">It means nothing.</exception>
    public static CardReaders Of(string option, TerminalDesk desk) =>
        option.Split(':') switch
        {
            ["none"] => new CardReaders(desk, looks: false, port: null),
            ["pcsc"] => new CardReaders(desk, looks: true, port: null),
            ["vpcd", var port] when int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => new CardReaders(
                desk,
                looks: false,
                number
            ),
            _ => throw new Failure(
                $"--card-readers {option}: pcsc, none or vpcd:PORT.",
                $"--card-readers {option}：应为 pcsc、none 或 vpcd:端口。"
            ),
        };

    /// <summary>Begins to use them; readers of the system that are plugged in later are found.</summary>
    public void Start()
    {
        _desk.UsesReaders = _looks || _port is not null;
        if (_port is { } port)
        {
            try
            {
                _desk.Attach(VpcdReader.Listen(port, CardInterface.Contact, TimeProvider.System));
                _desk.Attach(VpcdReader.Listen(port + 1, CardInterface.Contactless, TimeProvider.System));
            }
            catch (Failure failure)
            {
                // Everything else works without.
                Console.Error.WriteLine(failure.Message);
            }
        }

        _looking = _looks ? LookAsync() : Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _stop.Dispose();
    }

    private async Task LookAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var (names, trouble) = await PcscReader.ListAsync(TimeProvider.System);
            foreach (var name in names.Where(_known.Add))
            {
                _desk.Attach(new PcscReader(name, CardInterfaceOf(name), TimeProvider.System));
            }

            _desk.HearReaders(trouble, names);

            await Task.WhenAny(Task.Delay(s_look, _stop.Token));
        }
    }

    // Of the two virtual readers of vsmartcard's vpcd the second one is played as a field; other readers' names tell it themselves.
    private static CardInterface? CardInterfaceOf(string name) =>
        name.StartsWith("Virtual PCD", StringComparison.Ordinal) && name.EndsWith("01", StringComparison.Ordinal)
            ? CardInterface.Contactless
            : null;
}
