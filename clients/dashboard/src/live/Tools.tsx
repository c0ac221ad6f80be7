import { type FormEvent, type RefObject, useEffect, useId, useState } from 'react';
import type { Filter } from './filter.js';
import type { Row } from './rows.js';

interface Props {
  filter: Filter;
  onFilter(filter: Filter): void;
  search: RefObject<HTMLInputElement | null>;
  rows: readonly Row[];
  since: number | undefined;
  onLookBack(since: number | undefined): void;
}

/** Which events to show, and from when on. */
export function Tools({ filter, onFilter, search, rows, since, onLookBack }: Props) {
  const types = useId();
  const sources = useId();
  const [names, setNames] = useState<{ types: string[]; sources: string[] }>({ types: [], sources: [] });
  // What there is to choose from is looked up when somebody is about to choose.
  const offer = () => {
    const events = rows.filter((row) => row.kind === 'event').slice(-1000);
    const of = (pick: (row: (typeof events)[number]) => string) =>
      [...new Set(events.map(pick))].filter(Boolean).sort().slice(0, 100);
    setNames({ types: of(({ type }) => type), sources: of(({ source }) => source) });
  };
  return (
    <search className="tools" aria-label="Which events to show">
      <label>
        Type
        <input
          value={filter.types}
          list={types}
          placeholder="all, or drift, build.*"
          spellCheck={false}
          autoCapitalize="off"
          onFocus={offer}
          onChange={(event) => onFilter({ ...filter, types: event.target.value })}
        />
      </label>
      <label>
        Source
        <input
          value={filter.sources}
          list={sources}
          placeholder="all"
          spellCheck={false}
          autoCapitalize="off"
          onFocus={offer}
          onChange={(event) => onFilter({ ...filter, sources: event.target.value })}
        />
      </label>
      <label className="wide">
        Text
        <input
          ref={search}
          type="search"
          value={filter.text}
          placeholder="in the event"
          spellCheck={false}
          autoCapitalize="off"
          onChange={(event) => onFilter({ ...filter, text: event.target.value })}
        />
      </label>
      <Jump since={since} onLookBack={onLookBack} />
      <datalist id={types}>
        {names.types.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <datalist id={sources}>
        {names.sources.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </search>
  );
}

function Jump({ since, onLookBack }: Pick<Props, 'since' | 'onLookBack'>) {
  const [time, setTime] = useState('');
  const go = (event: FormEvent) => {
    event.preventDefault();
    const at = new Date(time).getTime();
    if (!Number.isNaN(at)) {
      onLookBack(at);
    }
  };
  // What the list shows may have been chosen elsewhere.
  useEffect(() => {
    if (since !== undefined) {
      setTime(localText(since));
    }
  }, [since]);
  return (
    <form className="jump" onSubmit={go}>
      <label>
        Jump to
        <input
          id="jump"
          type="datetime-local"
          step={1}
          value={time}
          max={localText(Date.now())}
          onChange={(event) => setTime(event.target.value)}
        />
      </label>
      <button type="submit" disabled={time === ''}>
        Go
      </button>
    </form>
  );
}

/** As an input for a time wants it. */
function localText(time: number): string {
  const date = new Date(time);
  return new Date(time - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
