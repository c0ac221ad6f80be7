import { describe, expect, test } from 'vitest';
import { layOut, type Picture } from '../../src/pipeline/layout.js';

const part = (name: string, ...transformers: string[]) => ({ name, transformers });

const place = ({ boxes }: Picture, key: string) => {
  const box = boxes.find((one) => one.key === key);
  return box && [box.column, box.row];
};

const ways = ({ lines }: Picture) => lines.map(({ from, to }) => `${from.key} > ${to.key}`).sort();

describe('the picture', () => {
  test('goes from sources by the journal to sinks', () => {
    const picture = layOut({ sources: [part('a'), part('b')], sinks: [part('c')] });
    expect(picture.columns).toBe(3);
    expect(place(picture, 'source a')).toEqual([0, 0]);
    expect(place(picture, 'source b')).toEqual([0, 1]);
    expect(place(picture, 'journal')).toEqual([1, 0.5]);
    expect(place(picture, 'sink c')).toEqual([2, 0.5]);
    expect(ways(picture)).toEqual(['journal > sink c', 'source a > journal', 'source b > journal']);
  });

  test('has the transformers between, on the side where they work, and on both where they do', () => {
    const picture = layOut({ sources: [part('a', 'x', 'y')], sinks: [part('b', 'y')] });
    expect(picture.columns).toBe(6);
    expect(place(picture, 'before x')?.[0]).toBe(1);
    expect(place(picture, 'before y')?.[0]).toBe(2);
    expect(place(picture, 'journal')?.[0]).toBe(3);
    expect(place(picture, 'after y')?.[0]).toBe(4);
    expect(ways(picture)).toEqual([
      'after y > sink b',
      'before x > before y',
      'before y > journal',
      'journal > after y',
      'source a > before x',
    ]);
  });

  test('has a transformer once that several use, and one line for all of them', () => {
    const picture = layOut({ sources: [part('a', 'x'), part('b', 'x')], sinks: [] });
    expect(picture.boxes.filter(({ kind }) => kind === 'transformer').length).toBe(1);
    expect(place(picture, 'before x')).toEqual([1, 0.5]);
    expect(picture.lines.find(({ to }) => to.key === 'journal')?.of).toEqual(['source a', 'source b']);
  });

  test('puts a transformer behind all that come before it', () => {
    const picture = layOut({ sources: [part('a', 'y'), part('b', 'x', 'y')], sinks: [] });
    expect(place(picture, 'before y')?.[0]).toBe(2);
  });

  test('ends where two use the same in another order', () => {
    const picture = layOut({ sources: [part('a', 'x', 'y'), part('b', 'y', 'x')], sinks: [] });
    expect(picture.boxes.length).toBe(4);
    expect(picture.columns).toBeLessThanOrEqual(5);
  });

  test('of nothing is the journal', () => {
    expect(layOut({ sources: [], sinks: [] })).toMatchObject({ columns: 3, rows: 1, boxes: [{ key: 'journal' }] });
  });
});

describe('in a picture of many', () => {
  const names = (count: number, name: string) => Array.from({ length: count }, (_, n) => `${name}${n}`);
  const picture = layOut({
    sources: names(7, 's').map((name, n) => part(name, ...(n % 2 ? [`t${n}`, 'u'] : []))),
    sinks: names(4, 'k').map((name, n) => part(name, ...(n > 1 ? names(n, 'v') : []))),
  });

  test('no box stands on another, nor outside', () => {
    for (const box of picture.boxes) {
      expect(box.row).toBeGreaterThanOrEqual(0);
      expect(box.row).toBeLessThanOrEqual(picture.rows - 1 + 1e-9);
      for (const other of picture.boxes) {
        if (other !== box && other.column === box.column) {
          expect(Math.abs(other.row - box.row)).toBeGreaterThanOrEqual(1 - 1e-9);
        }
      }
    }
  });

  test('no line crosses a box: it has a lane in each column in between', () => {
    for (const { from, to, lanes } of picture.lines) {
      const between = Array.from({ length: to.column - from.column - 1 }, (_, n) => from.column + 1 + n);
      expect(lanes.map(({ column }) => column)).toEqual(between);
      for (const lane of lanes) {
        const near = picture.boxes.filter(
          ({ column, row }) => column === lane.column && Math.abs(row - lane.row) < 0.5,
        );
        expect(near).toEqual([]);
      }
    }
  });
});
