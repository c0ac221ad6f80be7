const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** `1 event`, `1,204 events`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${whole.format(number)} ${number === 1 ? one : many}`;
}

/** `1,204`. */
export function full(number: number): string {
  return whole.format(number);
}

/** `1.2M`. */
export function compact(number: number): string {
  return number < 10_000 ? whole.format(number) : short.format(number);
}

/** A rate in `/s`; a dash where it is not known. What is little is not nothing. */
export function perSecond(rate: number | null | undefined): string {
  if (rate === undefined || rate === null) {
    return '–';
  }
  if (rate > 0 && rate < 0.1) {
    return '<0.1/s';
  }
  return `${rate < 10 ? oneDigit.format(rate) : compact(Math.round(rate))}/s`;
}

/** Seconds as `4.2 ms`, `1.3 s`, `12 min`, `3 h`, `2 days`. */
export function duration(seconds: number): string {
  if (seconds < 0.001) {
    return `${significant(seconds * 1e6)} µs`;
  }
  if (seconds < 1) {
    return `${significant(seconds * 1000)} ms`;
  }
  if (seconds < 100) {
    return `${significant(seconds)} s`;
  }
  if (seconds < 100 * 60) {
    return `${whole.format(seconds / 60)} min`;
  }
  return seconds < 48 * 3600 ? `${whole.format(seconds / 3600)} h` : `${whole.format(seconds / 86_400)} days`;
}

function significant(number: number): string {
  return number < 10 ? oneDigit.format(number) : whole.format(number);
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** `1.5 GiB`. */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${significant(value)} ${UNITS[unit]}`;
}

const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** The time of day, here; with the day where that is another one. */
export function clock(time: number | string, now = Date.now()): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) {
    return String(time);
  }
  const isToday = date.toDateString() === new Date(now).toDateString();
  return isToday ? clockFormat.format(date) : `${dayFormat.format(date)} ${clockFormat.format(date)}`;
}

/** The time of day with milliseconds, here. */
export function preciseClock(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime())
    ? time
    : `${clockFormat.format(date)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** How long ago it was. */
export function ago(time: number | string, now: number): string {
  const seconds = (now - new Date(time).getTime()) / 1000;
  return seconds < 1 ? 'just now' : `${duration(Math.floor(seconds))} ago`;
}
