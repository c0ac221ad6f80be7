import type { Level } from '../status/condition.js';

/** Each level has a shape of its own, so that no one needs to tell colours apart. */
const SHAPES: Readonly<Record<Level, string>> = {
  down: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z M5.2 5.2l5.6 5.6 M10.8 5.2l-5.6 5.6',
  warning: 'M8 1.5 15 14.5H1z M8 6v4 M8 12.3v.2',
  unknown: 'M3 1.5h10v13H3z M6.3 6a1.8 1.8 0 1 1 2.6 1.7q-.9.5-.9 1.4 M8 11.6v.2',
  quiet: 'M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1z M5 8h6',
  fine: 'M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1z M4.8 8.3l2.2 2.2 4.2-4.6',
};

/** For the eye; what it says is said in words beside it. */
export function Icon({ level }: { level: Level }) {
  return (
    <svg className={`icon ${level}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[level]} />
    </svg>
  );
}
