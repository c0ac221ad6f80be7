import { Icon } from '../page/Icon.js';
import { WORDS } from '../status/condition.js';
import type { Card } from './cards.js';

/** A component of the pipeline, how it is, and the few numbers that say so. */
export function Component({ card, isListed = false }: { card: Card | undefined; isListed?: boolean }) {
  if (!card) {
    return null;
  }
  const { kind, name, about, condition, figure, notes, way } = card;
  const { level, because } = condition;
  // Below a stage's title, or below that of the picture.
  const Name = isListed ? 'h4' : 'h3';
  return (
    <article className={`component ${kind} ${level}`} title={because.join('\n') || undefined}>
      <Name>
        {kind !== 'journal' && <span className="hidden">{kind} </span>}
        {name}
      </Name>
      <p className="about">
        <span className={`badge ${level}`}>
          <Icon level={level} />
          {WORDS[level]}
        </span>
        <span>{about}</span>
      </p>
      <p className="figures">
        <strong>{figure}</strong>
        {notes.map((text) => (
          <span key={text}>{text}</span>
        ))}
      </p>
      {because.length > 0 && <p className="because">{because[0]}</p>}
      {isListed && way && <p className="way">{way}</p>}
    </article>
  );
}
