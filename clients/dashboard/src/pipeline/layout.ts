import type { State } from '../api/answers.ts';

/** A component in the picture. */
export interface Box {
  /** Unique in the picture: a transformer that is used before and after the journal is in it twice. */
  readonly key: string;
  readonly kind: 'source' | 'transformer' | 'journal' | 'sink';
  readonly name: string;
  readonly column: number;
  /** The centre, counted in boxes from the top. */
  readonly row: number;
}

/** The way of events from one box to the next. */
export interface Line {
  readonly from: Box;
  readonly to: Box;
  /** Whose events go along it: a source or a sink. */
  readonly of: readonly string[];
}

export interface Picture {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly columns: number;
  readonly rows: number;
}

type Shape = Pick<State, 'sources' | 'sinks'>;

/**
 * Where everything stands: sources on the left, their transformers, the journal, the transformers of the sinks, and the sinks on the right. Sources and sinks are in the
 * order of the configuration, so that each is where it was the last time that somebody looked.
 */
export function layOut({ sources, sinks }: Shape): Picture {
  const before = depths(sources.map(({ transformers }) => transformers));
  const after = depths(sinks.map(({ transformers }) => transformers));
  const widthBefore = Math.max(0, ...before.values());
  const widthAfter = Math.max(0, ...after.values());
  const journalColumn = widthBefore + 1;
  const columns = journalColumn + widthAfter + 2;

  const rows = Math.max(1, sources.length, sinks.length, tallest(before), tallest(after));
  const sourceBoxes = stack('source', sources.map(({ name }) => name), 0, rows);
  const sinkBoxes = stack('sink', sinks.map(({ name }) => name), columns - 1, rows);
  const journal: Box = { key: 'journal', kind: 'journal', name: 'journal', column: journalColumn, row: (rows - 1) / 2 };

  const wanted = (side: readonly Box[], owners: Shape['sources' | 'sinks']) => (transformer: string) => {
    const users = side.filter((_, n) => owners[n]?.transformers.includes(transformer));
    return users.reduce((total, { row }) => total + row, 0) / users.length;
  };
  const beforeBoxes = place('before', before, (depth) => depth, wanted(sourceBoxes, sources), rows);
  const afterBoxes = place('after', after, (depth) => journalColumn + depth, wanted(sinkBoxes, sinks), rows);

  const lines = new Map<string, { from: Box; to: Box; of: string[] }>();
  const connect = (way: readonly (Box | undefined)[], of: string) => {
    const boxes = way.filter((box) => box !== undefined);
    for (const [n, from] of boxes.slice(0, -1).entries()) {
      const to = boxes[n + 1] as Box;
      const key = `${from.key}\n${to.key}`;
      const line = lines.get(key) ?? { from, to, of: [] };
      line.of.push(of);
      lines.set(key, line);
    }
  };
  for (const [n, { transformers }] of sources.entries()) {
    const box = sourceBoxes[n] as Box;
    connect([box, ...transformers.map((name) => beforeBoxes.get(name)), journal], box.key);
  }
  for (const [n, { transformers }] of sinks.entries()) {
    const box = sinkBoxes[n] as Box;
    connect([journal, ...transformers.map((name) => afterBoxes.get(name)), box], box.key);
  }
  const boxes = [...sourceBoxes, ...beforeBoxes.values(), journal, ...afterBoxes.values(), ...sinkBoxes];
  return { boxes, lines: [...lines.values()], columns, rows };
}

/** In which column of its side each transformer stands, from 1 on: as far along as the longest way that leads to it. */
function depths(chains: readonly (readonly string[])[]): Map<string, number> {
  const result = new Map<string, number>();
  const most = new Set(chains.flat()).size;
  // Chains that have the same in another order would push each other along for ever.
  for (let round = 0, isChanged = true; isChanged && round < most; round++) {
    isChanged = false;
    for (const chain of chains) {
      let depth = 0;
      for (const name of chain) {
        depth = Math.min(most, Math.max(depth + 1, result.get(name) ?? 0));
        isChanged ||= result.get(name) !== depth;
        result.set(name, depth);
      }
    }
  }
  return result;
}

function tallest(depths: ReadonlyMap<string, number>): number {
  const columns = new Map<number, number>();
  for (const depth of depths.values()) {
    columns.set(depth, (columns.get(depth) ?? 0) + 1);
  }
  return Math.max(0, ...columns.values());
}

/** In the middle of the height, in order. */
function stack(kind: 'source' | 'sink', names: readonly string[], column: number, rows: number): Box[] {
  const top = (rows - names.length) / 2;
  return names.map((name, n) => ({ key: `${kind} ${name}`, kind, name, column, row: top + n }));
}

/** Each as near as there is room to the middle of those who use it. */
function place(
  side: string,
  depths: ReadonlyMap<string, number>,
  columnOf: (depth: number) => number,
  wanted: (name: string) => number,
  rows: number,
): Map<string, Box> {
  const result = new Map<string, Box>();
  for (const depth of new Set(depths.values())) {
    const names = [...depths.keys()].filter((name) => depths.get(name) === depth);
    names.sort((one, other) => wanted(one) - wanted(other));
    let next = 0;
    for (const [n, name] of names.entries()) {
      const below = names.length - 1 - n;
      const row = Math.min(Math.max(next, wanted(name)), rows - 1 - below);
      next = row + 1;
      result.set(name, { key: `${side} ${name}`, kind: 'transformer', name, column: columnOf(depth), row });
    }
  }
  return result;
}
