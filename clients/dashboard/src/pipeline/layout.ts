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

/** Where a line crosses a column in which it has no box. */
export interface Lane {
  readonly column: number;
  readonly row: number;
}

/** The way of events from one box to the next. */
export interface Line {
  readonly from: Box;
  readonly to: Box;
  readonly lanes: readonly Lane[];
  /** Whose events go along it: keys of sources or sinks. */
  readonly of: readonly string[];
}

export interface Picture {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly columns: number;
  /** How many boxes fit below each other. */
  readonly rows: number;
}

interface Component {
  readonly name: string;
  readonly transformers: readonly string[];
}

/** How much of a row a lane takes. */
const LANE = 0.3;

/**
 * Where everything stands: sources on the left, their transformers, the journal, the transformers of the sinks, and the sinks on the right. Sources and sinks are in the
 * order of the configuration, so that each is where it was the last time that somebody looked.
 */
export function layOut({ sources, sinks }: { sources: readonly Component[]; sinks: readonly Component[] }): Picture {
  const before = columnsOf(sources);
  const after = columnsOf(sinks);
  const rows = Math.max(1, sources.length, sinks.length, ...[...before, ...after].map(heightOf));
  const journalColumn = before.length + 1;
  const lastColumn = journalColumn + after.length + 1;

  const sourceBoxes = stack('source', sources, 0, rows);
  const sinkBoxes = stack('sink', sinks, lastColumn, rows);
  const journal: Box = { key: 'journal', kind: 'journal', name: 'journal', column: journalColumn, row: (rows - 1) / 2 };

  const lines = new Map<string, { from: Box; to: Box; lanes: Lane[]; of: string[] }>();
  const boxes = [...sourceBoxes, journal, ...sinkBoxes];
  /** Draws the ways of a side, each from the left to the right. */
  const draw = (side: 'before' | 'after', columns: readonly Slot[][], owners: readonly Box[]) => {
    const first = side === 'before' ? 1 : journalColumn + 1;
    const placed = columns.map((slots, n) => place(slots, owners, first + n, side, rows));
    boxes.push(...placed.flatMap(({ boxes }) => [...new Set(boxes.values())]));
    for (const [n, owner] of owners.entries()) {
      let from = side === 'before' ? owner : journal;
      let lanes: Lane[] = [];
      const to = (box: Box) => {
        const key = [from.key, box.key, ...lanes.map(({ row }) => row)].join('\n');
        const line = lines.get(key) ?? { from, to: box, lanes, of: [] };
        line.of.push(owner.key);
        lines.set(key, line);
        from = box;
        lanes = [];
      };
      for (const { boxes, lanes: others } of placed) {
        const box = boxes.get(n);
        const lane = others.get(n);
        if (box) {
          to(box);
        } else if (lane) {
          lanes.push(lane);
        }
      }
      to(side === 'before' ? journal : owner);
    }
  };
  draw('before', before, sourceBoxes);
  draw('after', after, sinkBoxes);
  return { boxes, lines: [...lines.values()], columns: lastColumn + 1, rows };
}

/** What takes room in a column: a transformer, or a lane where the name is undefined; and which of the components it is there for. */
interface Slot {
  readonly transformer: string | undefined;
  readonly owners: readonly number[];
}

/** The columns between the components of a side and the journal. */
function columnsOf(components: readonly Component[]): Slot[][] {
  const depths = depthsOf(components.map(({ transformers }) => transformers));
  const width = Math.max(0, ...depths.values());
  return Array.from({ length: width }, (_, n) => {
    const here = [...depths.keys()].filter((name) => depths.get(name) === n + 1);
    const slots = here.map((transformer) => ({
      transformer,
      owners: components.flatMap(({ transformers }, owner) => (transformers.includes(transformer) ? [owner] : [])),
    }));
    const crossed = components.flatMap(({ transformers }, owner) =>
      transformers.some((name) => here.includes(name)) ? [] : [{ transformer: undefined, owners: [owner] }],
    );
    return [...slots, ...crossed];
  });
}

/** In which column of its side each transformer stands, from 1 on: as far along as the longest way that leads to it. */
function depthsOf(chains: readonly (readonly string[])[]): Map<string, number> {
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

function sizeOf({ transformer }: Slot): number {
  return transformer === undefined ? LANE : 1;
}

function heightOf(slots: readonly Slot[]): number {
  return slots.reduce((total, slot) => total + sizeOf(slot), 0);
}

/** In the middle of the height, in order. */
function stack(kind: 'source' | 'sink', components: readonly Component[], column: number, rows: number): Box[] {
  const top = (rows - components.length) / 2;
  return components.map(({ name }, n) => ({ key: `${kind} ${name}`, kind, name, column, row: top + n }));
}

/** Puts each as near as there is room to the middle of those that it is there for. */
function place(slots: readonly Slot[], owners: readonly Box[], column: number, side: string, rows: number) {
  const wanted = ({ owners: users }: Slot) =>
    users.reduce((total, user) => total + (owners[user]?.row ?? 0), 0) / users.length;
  const inOrder = [...slots].sort((one, other) => wanted(one) - wanted(other));
  const boxes = new Map<number, Box>();
  const lanes = new Map<number, Lane>();
  let top = -0.5;
  let below = heightOf(slots);
  for (const slot of inOrder) {
    const half = sizeOf(slot) / 2;
    const row = Math.min(Math.max(top + half, wanted(slot)), rows - 0.5 - below + half);
    top = row + half;
    below -= 2 * half;
    const { transformer } = slot;
    for (const owner of slot.owners) {
      if (transformer === undefined) {
        lanes.set(owner, { column, row });
      } else {
        const box = [...boxes.values()].find(({ name }) => name === transformer);
        boxes.set(owner, box ?? { key: `${side} ${transformer}`, kind: 'transformer', name: transformer, column, row });
      }
    }
  }
  return { boxes, lanes };
}
