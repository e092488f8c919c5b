using System.Net;

namespace Guitai.Host.Wallets;

/// <summary>The way to wallets over the network. What the handler would do by itself, beyond sending a request and reading its answer, is switched off.</summary>
public static class WalletHttp
{
    /// <summary>Makes it; whoever asks disposes it.</summary>
    public static HttpMessageInvoker Open() =>
        new(
            new SocketsHttpHandler
            {
                // An answer that sends us elsewhere is no answer: our signature and the customer's code go to the gateway only.
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None,
                ActivityHeadersPropagator = null,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),

                // Names are asked for again, so that a gateway that moved is found.
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                MaxConnectionsPerServer = 256,
                MaxResponseHeadersLength = 64,
                Proxy = new ProxyForOthers(HttpClient.DefaultProxy),
            },
            disposeHandler: true
        );

    // A gateway in this machine is reached directly, whatever proxy the machine has.
    private sealed class ProxyForOthers(IWebProxy proxy) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => proxy.Credentials;
            set => proxy.Credentials = value;
        }

        public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : proxy.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);
    }
}
