import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import uPlot from 'uplot';
import { clock } from '../page/format.js';
import { useSize } from '../page/useSize.js';
import 'uplot/dist/uPlot.min.css';

export interface Series {
  readonly label: string;
  readonly values: readonly (number | null)[];
}

interface Props {
  title: string;
  /** Seconds since 1970. */
  times: readonly number[];
  /** At most two: they are told apart by whether the line is whole or broken. */
  series: readonly Series[];
  format(value: number | null | undefined): string;
}

const DASHES = [[], [5, 4]];
const COLOURS = ['--line-1', '--line-2'];

/** In rem. */
const HEIGHT = 9;

/** Lines over time. What they say last, or where the pointer is, is said in words beside. */
export function Chart({ title, times, series, format }: Props) {
  const [frame, size] = useSize<HTMLDivElement>();
  const chart = useRef<uPlot>(undefined);
  const [pointed, setPointed] = useState<number | null>(null);
  const isDark = useIsDark();
  const data: uPlot.AlignedData = [[...times], ...series.map(({ values }) => [...values])];
  const latest = useRef({ data, format });
  latest.current = { data, format };
  const labels = series.map(({ label }) => label).join('\n');
  const width = size?.width;
  const rem = size?.rem ?? 16;

  // biome-ignore lint/correctness/useExhaustiveDependencies: its colours are those of the light or the dark
  useEffect(() => {
    const { current } = frame;
    if (!current || !width) {
      return undefined;
    }
    const style = getComputedStyle(current);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const font = `${Math.round(0.75 * rem)}px ${style.fontFamily}`;
    const axis: uPlot.Axis = {
      stroke: colour('--soft'),
      font,
      grid: { stroke: colour('--rule'), width: 1 },
      ticks: { show: false },
    };
    const made = new uPlot(
      {
        width,
        height: Math.round(HEIGHT * rem),
        padding: [8, 1.5 * rem, 0, 0],
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, y: false },
        scales: { y: { range: (_, __, most) => [0, most > 0 ? most * 1.15 : 1] } },
        series: [
          {},
          ...labels.split('\n').map((label, n) => ({
            label,
            stroke: colour(COLOURS[n] ?? '--line-1'),
            dash: DASHES[n] ?? [],
            width: 2,
            // A line wants two points.
            points: { show: (chart: uPlot) => chart.data[0].length < 3 },
          })),
        ],
        axes: [
          {
            ...axis,
            space: 5 * rem,
            values: (_, splits, __, ___, step) =>
              splits.map((split) => clock(split * 1000).slice(-8, step < 60 ? undefined : -3)),
            size: Math.round(1.6 * rem),
          },
          {
            ...axis,
            space: 2.2 * rem,
            values: (_, splits) => splits.map((split) => (split === 0 ? '0' : latest.current.format(split))),
            size: Math.round(4.2 * rem),
          },
        ],
        hooks: { setCursor: [({ cursor }) => setPointed(cursor.idx ?? null)] },
      },
      latest.current.data,
      current,
    );
    chart.current = made;
    return () => {
      made.destroy();
      chart.current = undefined;
    };
  }, [frame, width, rem, labels, isDark]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown is another one with each moment
  useEffect(() => {
    chart.current?.setData(latest.current.data);
  }, [times]);

  const at = pointed !== null && pointed < times.length ? pointed : times.length - 1;
  return (
    <figure className="chart">
      <figcaption>
        <h3>{title}</h3>
        <ul>
          {series.map(({ label, values }, n) => (
            <li key={label}>
              <svg viewBox="0 0 24 6" aria-hidden="true" className={`sample sample-${n + 1}`}>
                <path d="M0 3h24" />
              </svg>
              {label} <strong>{format(values[at])}</strong>
            </li>
          ))}
          {pointed !== null && times[at] !== undefined && <li className="at">at {clock(times[at] * 1000)}</li>}
        </ul>
      </figcaption>
      <div
        ref={frame}
        className="plot"
        role="img"
        aria-label={`${title}: ${series.map(({ label, values }) => `${label} ${format(values.at(-1))}`).join(', ')}`}
      />
    </figure>
  );
}

const dark = globalThis.matchMedia?.('(prefers-color-scheme: dark)');

function useIsDark(): boolean {
  return useSyncExternalStore(
    (listener) => {
      dark?.addEventListener('change', listener);
      return () => dark?.removeEventListener('change', listener);
    },
    () => dark?.matches ?? false,
  );
}
