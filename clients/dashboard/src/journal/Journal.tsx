import type { JournalState } from '../api/answers.js';
import { clock, full, size } from '../page/format.js';
import { Section } from '../page/Section.js';

/** What is kept. */
export function Journal({ journal, onLookBack }: { journal: JournalState; onLookBack(since: number): void }) {
  const { oldest, newest, fault, damaged } = journal;
  return (
    <Section id="journal" title="Journal">
      {fault && (
        <p role="alert" className="fault">
          {fault}
        </p>
      )}
      <dl className="facts">
        <dt>Events</dt>
        <dd>{full(journal.entries)}</dd>
        <dt>Size</dt>
        <dd>{size(journal.bytes)}</dd>
        <dt>Oldest</dt>
        <dd>
          {oldest ? (
            <>
              {clock(oldest.time)} <small>number {full(oldest.sequence)}</small>{' '}
              <button type="button" className="quiet" onClick={() => onLookBack(Date.parse(oldest.time))}>
                look from there
              </button>
            </>
          ) : (
            'none'
          )}
        </dd>
        <dt>Newest</dt>
        <dd>
          {newest ? (
            <>
              {clock(newest.time)} <small>number {full(newest.sequence)}</small>
            </>
          ) : (
            'none'
          )}
        </dd>
        <dt>Damaged</dt>
        <dd>{damaged === 0 ? 'none' : full(damaged)}</dd>
      </dl>
    </Section>
  );
}
