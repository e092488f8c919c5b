using System.Collections.Concurrent;
using System.Threading.Channels;
using Guitai.Till.Desk;

namespace Guitai.Till.Pages;

/// <summary>Pages that look on: each is woken after a change, several changes at once as one.</summary>
public sealed class Watchers
{
    private readonly ConcurrentDictionary<Channel<bool>, bool> _channels = new();

    public Watchers(TillDesk desk) =>
        desk.Changed += () =>
        {
            foreach (var channel in _channels.Keys)
            {
                channel.Writer.TryWrite(true);
            }
        };

    /// <summary>Yields once at the start and then after changes, until cancelled.</summary>
    public async IAsyncEnumerable<bool> Changes([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        _channels[channel] = true;
        try
        {
            yield return true;
            await foreach (var change in channel.Reader.ReadAllAsync(cancellation))
            {
                yield return change;
            }
        }
        finally
        {
            _channels.TryRemove(channel, out _);
        }
    }
}
