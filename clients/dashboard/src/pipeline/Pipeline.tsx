import { useMemo } from 'react';
import type { State } from '../api/answers.ts';
import { Section } from '../page/Section.tsx';
import { useSize } from '../page/useSize.ts';
import type { Sample } from '../status/samples.ts';
import { type Card, cardsOf } from './cards.ts';
import { Component } from './Component.tsx';
import { type Box, layOut, type Picture } from './layout.ts';

/** In rem. */
const BOX = { width: 14.5, height: 6.75, between: 1, least: 3 };

/** Sources, transformers, journal and sinks as they are connected: side by side where there is room, one below the other where there is not. */
export function Pipeline({ samples }: { samples: readonly Sample[] }) {
  const [frame, size] = useSize<HTMLDivElement>();
  const state = samples.at(-1)?.state;
  // Events do not change the shape of it.
  const shape = state && JSON.stringify([state.sources, state.sinks].map((side) => side.map(({ name, transformers }) => [name, transformers])));
  const picture = useMemo(() => (shape ? layOut(shapeOf(shape)) : undefined), [shape]);
  const cards = state && cardsOf(state, samples);
  const width = size ? size.width / size.rem : 0;
  const isWide = picture && width >= picture.columns * BOX.width + (picture.columns - 1) * BOX.least;
  return (
    <Section id="pipeline" title="Pipeline">
      <div ref={frame}>
        {picture && cards && size && (isWide ? <Wide picture={picture} cards={cards} width={width} /> : <Narrow picture={picture} cards={cards} />)}
      </div>
    </Section>
  );
}

function shapeOf(shape: string): Pick<State, 'sources' | 'sinks'> {
  const [sources = [], sinks = []] = (JSON.parse(shape) as [string, string[]][][]).map((side) => side.map(([name, transformers]) => ({ name, transformers })));
  return { sources, sinks } as unknown as Pick<State, 'sources' | 'sinks'>;
}

interface Shown {
  picture: Picture;
  cards: ReadonlyMap<string, Card>;
}

function Wide({ picture, cards, width }: Shown & { width: number }) {
  const { boxes, lines, columns, rows } = picture;
  const between = columns > 1 ? (width - columns * BOX.width) / (columns - 1) : 0;
  const height = rows * (BOX.height + BOX.between) - BOX.between;
  const left = ({ column }: Box) => column * (BOX.width + between);
  const top = ({ row }: Box) => row * (BOX.height + BOX.between);
  const middle = (box: Box) => top(box) + BOX.height / 2;
  return (
    <div className="picture" style={{ height: `${height}rem` }}>
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {lines.map(({ from, to, of }) => {
          const [x1, y1, x2, y2] = [left(from) + BOX.width, middle(from), left(to), middle(to)];
          const bend = (x2 - x1) / 2;
          const isDown = of.every((owner) => cards.get(owner)?.condition.level === 'down');
          const isMoving = of.some((owner) => (cards.get(owner)?.condition.rate ?? 0) > 0);
          return (
            <path
              key={`${from.key} ${to.key}`}
              className={isDown ? 'broken' : isMoving ? 'moving' : 'still'}
              d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 0.1} ${y2}`}
            />
          );
        })}
      </svg>
      <ul>
        {boxes.map((box) => (
          <li
            key={box.key}
            style={{ left: `${left(box)}rem`, top: `${top(box)}rem`, width: `${BOX.width}rem`, height: `${BOX.height}rem` }}
          >
            <Component card={cards.get(cardKey(box))} />
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
                    <Component card={card} showsWay />
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
