using System.Diagnostics.Metrics;

namespace Freshet.Telemetry.Readings;

/// <summary>
/// Adds up what a meter's instruments measure, for who wants to show it. Measuring waits for no lock and allocates nothing once a set of tags is known. It reads
/// whole numbers, and of numbers with a fraction histograms and what is observed: what <see cref="Instruments"/> and the framework have.
/// </summary>
internal sealed class MeterReader : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly Lock reading = new();
    private readonly List<MeasuredInstrument> instruments = [];

    /// <param name="meter">Whose instruments, those included that it gets later.</param>
    /// <param name="borrowed">Instruments of the framework that are read too, as the process has them or who has this meter.</param>
    public MeterReader(Meter meter, IReadOnlyList<BorrowedInstrument>? borrowed = null)
    {
        listener.InstrumentPublished = (instrument, to) =>
        {
            var isOwn = ReferenceEquals(instrument.Meter, meter);
            var other = isOwn
                ? null
                : borrowed?.FirstOrDefault(one => one.IsThat(instrument, meter.Scope));
            if (!isOwn && other is null)
            {
                return;
            }
            var measured = new MeasuredInstrument(instrument, other);
            lock (reading)
            {
                instruments.Add(measured);
            }
            to.EnableMeasurementEvents(instrument, measured);
        };
        listener.SetMeasurementEventCallback<long>(
            static (_, value, tags, state) => ((MeasuredInstrument)state!).Take(value, tags)
        );
        listener.SetMeasurementEventCallback<double>(
            static (_, value, tags, state) => ((MeasuredInstrument)state!).Take(value, tags)
        );
        listener.Start();
    }

    /// <summary>What was measured up to now; from any thread.</summary>
    public IReadOnlyList<InstrumentReading> Read()
    {
        lock (reading)
        {
            foreach (var instrument in instruments)
            {
                instrument.ForgetObserved();
            }
            listener.RecordObservableInstruments();
            return [.. instruments.Select(instrument => instrument.Read())];
        }
    }

    public void Dispose() => listener.Dispose();
}
