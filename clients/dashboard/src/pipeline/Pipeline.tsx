import { useMemo } from 'react';
import type { State } from '../api/answers.js';
import { Section } from '../page/Section.js';
import { useSize } from '../page/useSize.js';
import type { Sample } from '../status/samples.js';
import { Component } from './Component.js';
import { type Card, cardsOf } from './cards.js';
import { type Box, type Lane, type Line, layOut, type Picture } from './layout.js';

/** In rem: of a box how wide it is at the least and at the most, and how high; between boxes, below each other and side by side. */
const BOX = { least: 13.5, most: 22, height: 7.6 };
const BETWEEN = { rows: 0.9, least: 3, wanted: 6 };

/** Sources, transformers, journal and sinks as they are connected: side by side where there is room, one below the other where there is not. */
export function Pipeline({ samples, isStale }: { samples: readonly Sample[]; isStale: boolean }) {
  const [frame, size] = useSize<HTMLDivElement>();
  const state = samples.at(-1)?.state;
  // Most states change numbers only, and where things stand is not laid out anew for these.
  const shape = state && JSON.stringify([state.sources.map(partOf), state.sinks.map(partOf)]);
  const picture = useMemo(() => {
    const [sources, sinks] = JSON.parse(shape ?? '[[],[]]') as [Part[], Part[]];
    return layOut({ sources, sinks });
  }, [shape]);
  const cards = state && cardsOf(state, samples, isStale);
  const width = size ? size.width / size.rem : 0;
  const isWide = width >= picture.columns * BOX.least + (picture.columns - 1) * BETWEEN.least;
  return (
    <Section id="pipeline" title="Pipeline">
      <div ref={frame}>
        {cards &&
          size &&
          (isWide ? (
            <Wide picture={picture} cards={cards} width={width} />
          ) : (
            <Narrow picture={picture} cards={cards} />
          ))}
      </div>
    </Section>
  );
}

type Part = Pick<State['sources' | 'sinks'][number], 'name' | 'transformers'>;

function partOf({ name, transformers }: Part): Part {
  return { name, transformers };
}

interface Shown {
  picture: Picture;
  cards: ReadonlyMap<string, Card>;
}

function Wide({ picture, cards, width }: Shown & { width: number }) {
  const { boxes, lines, columns, rows } = picture;
  const box = Math.min(BOX.most, Math.max(BOX.least, (width - (columns - 1) * BETWEEN.wanted) / columns));
  const between = (width - columns * box) / (columns - 1);
  const height = rows * (BOX.height + BETWEEN.rows) - BETWEEN.rows;
  const left = ({ column }: Lane) => column * (box + between);
  const top = ({ row }: Lane) => row * (BOX.height + BETWEEN.rows);
  const middle = (place: Lane) => top(place) + BOX.height / 2;
  /** From the right side of one place to the left side of the next, and straight across what is crossed. */
  const pathOf = ({ from, to, lanes }: Line) =>
    [...lanes, to].reduce(
      (path, next, n) => {
        const before = lanes[n - 1] ?? from;
        const [x1, y1, x2, y2] = [left(before) + box, middle(before), left(next), middle(next)];
        const across = next === to ? '' : `H${x2 + box}`;
        return `${path}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}${across}`;
      },
      `M${left(from) + box} ${middle(from)}`,
    );
  return (
    <div className="picture" style={{ height: `${height}rem` }}>
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {lines.map((line) => {
          const owners = line.of.map((owner) => cards.get(owner)?.condition);
          const isDown = owners.every((condition) => condition?.level === 'down');
          const isMoving = owners.some((condition) => (condition?.rate ?? 0) > 0);
          const path = pathOf(line);
          return <path key={path} className={isDown ? 'broken' : isMoving ? 'moving' : 'still'} d={path} />;
        })}
      </svg>
      <ul>
        {boxes.map((one) => (
          <li
            key={one.key}
            style={{ left: `${left(one)}rem`, top: `${top(one)}rem`, width: `${box}rem`, height: `${BOX.height}rem` }}
          >
            <Component card={cards.get(cardKey(one))} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const STAGES = [
  ['source', 'Sources'],
  ['transformer', 'Transformers'],
  ['journal', 'Journal'],
  ['sink', 'Sinks'],
] as const;

function Narrow({ picture: { boxes }, cards }: Shown) {
  const keys = [...new Set(boxes.map(cardKey))];
  return (
    <ol className="stages">
      {STAGES.map(([kind, title]) => {
        const here = keys.flatMap((key) => cards.get(key) ?? []).filter((card) => card.kind === kind);
        return (
          here.length > 0 && (
            <li key={kind}>
              <h3>{title}</h3>
              <ul>
                {here.map((card) => (
                  <li key={card.key}>
                    <Component card={card} isListed />
                  </li>
                ))}
              </ul>
            </li>
          )
        );
      })}
    </ol>
  );
}

/** A transformer has one card, wherever it stands. */
function cardKey({ kind, name, key }: Box): string {
  return kind === 'transformer' ? `transformer ${name}` : key;
}
