using System.Diagnostics;
using System.Diagnostics.Metrics;
using Guitai.Host.Acceptance;
using Guitai.Host.Authorisation;

namespace Guitai.Host.Operations;

/// <summary>
/// The host's metrics and traces under the name <c>Guitai.Host</c>, for whatever listens (OpenTelemetry's exporter, <c>dotnet-counters</c>). Counts are read off the figures that are kept anyway;
/// while nobody listens, a message costs two comparisons and no allocation.
/// </summary>
public sealed class HostTelemetry : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "Guitai.Host";

    private static readonly ActivitySource s_source = new(Name);
    private static readonly Meter s_meter = new(Name);
    private static readonly Histogram<double> s_decided = s_meter.CreateHistogram<double>(
        "guitai.host.decision.duration",
        "ms",
        "From a message being read to its answer being durable"
    );
    private static readonly Histogram<double> s_issuer = s_meter.CreateHistogram<double>(
        "guitai.host.issuer.duration",
        "ms",
        "From a question leaving for an issuer to its answer"
    );

    private readonly Meter _meter = new(Name);

    /// <param name="host">Whose figures are observed.</param>
    /// <param name="live">Links and what is owed.</param>
    public HostTelemetry(HostDesk host, LiveFeed live)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(live);
        var figures = host.Figures;
        _meter.CreateObservableUpDownCounter("guitai.host.connections", () => figures.ConnectionsOpen, "{connection}");
        _meter.CreateObservableCounter("guitai.host.connections.accepted", () => figures.ConnectionsAccepted, "{connection}");
        _meter.CreateObservableCounter("guitai.host.connections.given_up", () => figures.ConnectionsGivenUp, "{connection}");
        _meter.CreateObservableCounter("guitai.host.connections.refused", () => figures.ConnectionsRefused, "{connection}");
        _meter.CreateObservableCounter("guitai.host.messages", () => figures.MessagesTaken, "{message}");
        _meter.CreateObservableCounter("guitai.host.messages.unreadable", () => figures.Unreadable, "{message}");
        _meter.CreateObservableCounter("guitai.host.messages.silent", () => figures.LeftSilent, "{message}");
        _meter.CreateObservableCounter("guitai.host.messages.wrong_mac", () => figures.WrongMacs, "{message}");
        _meter.CreateObservableCounter("guitai.host.alarms", () => host.Services.Alarms.Raised, "{alarm}");
        _meter.CreateObservableCounter(
            "guitai.host.answers",
            () => figures.Codes.Select(c => new Measurement<long>(c.Value, new KeyValuePair<string, object?>("code", c.Key))),
            "{answer}"
        );
        _meter.CreateObservableGauge(
            "guitai.host.issuer.ready",
            () => live.Links().Select(l => new Measurement<int>(l.Ready ? 1 : 0, new KeyValuePair<string, object?>("issuer", l.Issuer)))
        );
        _meter.CreateObservableGauge(
            "guitai.host.issuer.in_flight",
            () =>
                live.Links()
                    .Select(l => new Measurement<int>(l.State?.InFlight ?? 0, new KeyValuePair<string, object?>("issuer", l.Issuer)))
        );
        _meter.CreateObservableGauge(
            "guitai.host.issuer.owed",
            () => live.Links().Select(l => new Measurement<long>(l.Owed, new KeyValuePair<string, object?>("issuer", l.Issuer)))
        );
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>Begins the span of a message; null while nobody listens. It names the flow and the terminal, never a card.</summary>
    internal static Activity? Begin(TerminalRequest question)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        var activity = s_source.StartActivity("terminal.message", ActivityKind.Server);
        activity?.SetTag("guitai.flow", question.Flow.ToString());
        activity?.SetTag("guitai.terminal", question.Terminal);
        activity?.SetTag("guitai.merchant", question.Merchant);
        return activity;
    }

    /// <summary>Ends it with what was answered.</summary>
    internal static void Decided(Activity? activity, Flow flow, string? code, TimeSpan took)
    {
        if (s_decided.Enabled)
        {
            s_decided.Record(took.TotalMilliseconds, new KeyValuePair<string, object?>("flow", flow));
        }

        activity?.SetTag("guitai.code", code ?? "silent");
        activity?.Dispose();
    }

    /// <summary>An issuer answered.</summary>
    internal static void Answered(string issuer, TimeSpan took)
    {
        if (s_issuer.Enabled)
        {
            s_issuer.Record(took.TotalMilliseconds, new KeyValuePair<string, object?>("issuer", issuer));
        }
    }
}
