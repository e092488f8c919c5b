using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Guitai.Host.Routing;

/// <summary>Where an issuer listens.</summary>
/// <param name="Host">A name, an IPv4 address, or an IPv6 address without brackets.</param>
/// <param name="Port">1 to 65535.</param>
public readonly record struct IssuerAddress(string Host, int Port)
{
    /// <summary>Reads <c>name:port</c>, <c>192.0.2.1:port</c> or <c>[2001:db8::1]:port</c>.</summary>
    public static bool TryParse(string text, out IssuerAddress address)
    {
        address = default;
        var colon = text.LastIndexOf(':');
        if (
            colon is <= 0 or > 253
            || text.Length - colon > 6
            || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is 0 or > 65_535
        )
        {
            return false;
        }

        var host = text[..colon];
        if (host[0] == '[' && host[^1] == ']')
        {
            address = new IssuerAddress(host[1..^1], port);
            return IPAddress.TryParse(address.Host, out var six) && six.AddressFamily == AddressFamily.InterNetworkV6;
        }

        // What looks like numbers with dots is an address or nothing.
        var dotted = host.All(c => char.IsAsciiDigit(c) || c == '.');
        address = new IssuerAddress(host, port);
        return dotted
            ? host.Split('.').Length == 4 && IPAddress.TryParse(host, out _)
            : host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-') && Uri.CheckHostName(host) == UriHostNameType.Dns;
    }
}
