using Guitai.Foundation.Store;
using Guitai.Host.Operations;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Guitai.Hosting;

/// <summary>Sends metrics and traces by OTLP where the standard environment variables name a collector, and does nothing anywhere else.</summary>
internal sealed class Telemetry : IDisposable
{
    private static readonly string[] s_variables =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    ];

    private readonly MeterProvider _meters;
    private readonly TracerProvider _traces;

    private Telemetry(MeterProvider meters, TracerProvider traces) => (_meters, _traces) = (meters, traces);

    /// <summary>Begins to send; null when no collector is named.</summary>
    public static Telemetry? Start(string service)
    {
        if (Array.TrueForAll(s_variables, v => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(v))))
        {
            return null;
        }

        // The environment's name and attributes go before ours.
        var resource = ResourceBuilder
            .CreateEmpty()
            .AddService($"guitai-{service}", serviceVersion: Version.Text)
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector();
        return new Telemetry(
            Sdk.CreateMeterProviderBuilder()
                .SetResourceBuilder(resource)
                .AddMeter(HostTelemetry.Name, StoreTelemetry.Name)
                .AddOtlpExporter()
                .Build(),
            Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(HostTelemetry.Name).AddOtlpExporter().Build()
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _meters.Dispose();
        _traces.Dispose();
    }
}
