import { clock, count, full } from '../page/format.js';
import { Icon } from '../page/Icon.js';
import { Section } from '../page/Section.js';
import type { Wholeness } from './feed.js';

/** In one line. */
export function completenessWords({ upTo, count: gaps }: Wholeness): string {
  const now = upTo === undefined ? 'not known yet' : `up to ${clock(upTo)}`;
  return gaps === 0 ? `Whole ${now}` : `${count(gaps, 'gap')}, otherwise whole ${now}`;
}

interface Props {
  wholeness: Wholeness;
  onLookBack(since: number): void;
  onForget(): void;
}

/** Whether all that the journal took in since the page was opened was shown here, and where not. */
export function Completeness({ wholeness, onLookBack, onForget }: Props) {
  const { gaps } = wholeness;
  return (
    <Section id="completeness" title="Completeness">
      <p className="lead">
        <Icon level={wholeness.count > 0 ? 'warning' : wholeness.upTo === undefined ? 'quiet' : 'fine'} />
        <strong>{completenessWords(wholeness)}</strong>
      </p>
      {gaps.length === 0 ? (
        <p className="none">
          Of what the journal took in since this page was opened, nothing is missing from the live events.
        </p>
      ) : (
        <>
          <ol className="gaps">
            {gaps.map(({ key, gap, after, before }) => {
              const since = gap.since ?? after;
              return (
                <li key={key}>
                  <strong>
                    {after ? clock(after) : 'the beginning'} to {before ? clock(before) : 'now'}
                    {gap.count !== undefined && `: ${full(gap.count)} missing`}
                  </strong>
                  <span>{gap.message}</span>
                  {since && (
                    <button type="button" className="quiet" onClick={() => onLookBack(Date.parse(since))}>
                      look there
                    </button>
                  )}
                </li>
              );
            })}
          </ol>
          <p>
            <button type="button" onClick={onForget}>
              Seen, forget {gaps.length === 1 ? 'it' : 'them'}
            </button>
          </p>
        </>
      )}
    </Section>
  );
}
