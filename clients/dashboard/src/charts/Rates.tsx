import { useMemo } from 'react';
import type { Distance } from '../api/answers.js';
import { count, duration, perSecond } from '../page/format.js';
import { Section } from '../page/Section.js';
import type { Moment } from '../status/history.js';
import { latency, type Quantile } from '../status/quantiles.js';
import type { Sample } from '../status/samples.js';
import { Chart } from './Chart.js';

interface Props {
  history: readonly Moment[];
  samples: readonly Sample[];
}

const DISTANCES: readonly (readonly [Distance, string])[] = [
  ['source_to_journal', 'source to journal'],
  ['journal_to_client', 'journal to client'],
  ['source_to_client', 'source to client'],
];

/** How much goes through, and how long it takes. */
export function Rates({ history, samples }: Props) {
  const lines = useMemo(
    () => ({
      times: history.map(({ at }) => at),
      accepted: history.map(({ accepted }) => accepted),
      rejected: history.map(({ rejected }) => rejected),
      delivered: history.map(({ delivered }) => delivered),
      p50: history.map(({ p50 }) => p50),
      p99: history.map(({ p99 }) => p99),
    }),
    [history],
  );
  return (
    <Section
      id="rates"
      title="Rates and latency"
      aside={<span className="number">since this page was opened, up to 15 min</span>}
    >
      <div className="charts">
        <Chart
          title="Taken in"
          times={lines.times}
          series={[
            { label: 'accepted', values: lines.accepted },
            { label: 'rejected', values: lines.rejected },
          ]}
          format={perSecond}
        />
        <Chart
          title="Delivered"
          times={lines.times}
          series={[{ label: 'by all sinks', values: lines.delivered }]}
          format={perSecond}
        />
        <Chart
          title="From source to client"
          times={lines.times}
          series={[
            { label: 'p50', values: lines.p50 },
            { label: 'p99', values: lines.p99 },
          ]}
          format={seconds}
        />
      </div>
      <LatencyTable samples={samples} />
    </Section>
  );
}

function LatencyTable({ samples }: { samples: readonly Sample[] }) {
  return (
    <table className="latency">
      <caption>Within the last minute</caption>
      <thead>
        <tr>
          <th scope="col">Way</th>
          <th scope="col" className="right">
            half within <small>p50</small>
          </th>
          <th scope="col" className="right">
            99 of 100 within <small>p99</small>
          </th>
          <th scope="col" className="right">
            of
          </th>
        </tr>
      </thead>
      <tbody>
        {DISTANCES.map(([distance, words]) => {
          const times = latency(samples, distance, 60_000);
          return (
            <tr key={distance}>
              <th scope="row">{words}</th>
              <td className="right">{quantileText(times?.p50)}</td>
              <td className="right">{quantileText(times?.p99)}</td>
              <td className="right">{times ? count(times.count, 'event') : 'no events'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function quantileText(quantile: Quantile | undefined): string {
  return quantile ? `${quantile.isBeyond ? 'more than ' : ''}${duration(quantile.value)}` : '–';
}

function seconds(value: number | null | undefined): string {
  return value === undefined || value === null ? '–' : duration(value);
}
