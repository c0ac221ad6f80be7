import {
  type KeyboardEvent,
  memo,
  type RefObject,
  type UIEvent,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { full, preciseClock } from '../page/format.js';
import { useSize } from '../page/useSize.js';
import type { Row } from './rows.js';

interface Props {
  /** The oldest first; the list shows the newest at the top. */
  rows: readonly Row[];
  label: string;
  selected: number | undefined;
  list: RefObject<HTMLDivElement | null>;
  /** Whether the newest row is to be seen, or the oldest until somebody reads on; or what is seen stays. */
  follows: 'newest' | 'oldest' | 'nothing';
  onSelect(row: Row): void;
  /** Somebody wants to read what is selected. */
  onEnter(): void;
  /** Somebody reads what is further down. */
  onLeaveTop(): void;
}

/** In rem; a row of a narrow list has two lines. */
const ROW = { wide: 1.9, narrow: 3.3, isNarrowBelow: 44 };

/** Rows above and below those that are seen. */
const SPARE = 6;

/** A list of any length, of which only what is seen is in the page. All rows are of one height, so that where they are needs no measuring. */
export function EventList({ rows, label, selected, list, follows, onSelect, onEnter, onLeaveTop }: Props) {
  const [frame, size] = useSize<HTMLDivElement>();
  const [top, setTop] = useState(0);
  const rem = size?.rem ?? 16;
  const isNarrow = size !== undefined && size.width / rem < ROW.isNarrowBelow;
  const height = Math.round((isNarrow ? ROW.narrow : ROW.wide) * rem);
  const seen = Math.ceil((size?.height ?? 0) / height);
  const first = Math.max(0, Math.min(Math.floor(top / height), rows.length - seen) - SPARE);
  const last = Math.min(rows.length, first + seen + 2 * SPARE);
  const place = selected === undefined ? -1 : rows.length - 1 - rows.findLastIndex(({ key }) => key === selected);
  const active = place >= 0 && place < rows.length ? place : -1;

  const scrollTo = (index: number) => {
    const { current } = frame;
    if (current) {
      const [above, below] = [index * height, (index + 1) * height - current.clientHeight];
      current.scrollTop = Math.min(above, Math.max(below, current.scrollTop));
    }
  };

  // Once only: who begins to scroll down is not to be held at the top by what comes.
  useLayoutEffect(() => {
    if (frame.current && follows === 'newest') {
      frame.current.scrollTop = 0;
    }
  }, [frame, follows]);

  const isRead = useRef(false);
  const length = useRef(0);
  useLayoutEffect(() => {
    const { current } = frame;
    const grown = rows.length - length.current;
    length.current = rows.length;
    if (current && follows === 'oldest') {
      // What is new is put above what somebody reads.
      current.scrollTop = isRead.current ? current.scrollTop + grown * height : current.scrollHeight;
    }
  }, [frame, follows, rows, height]);
  useEffect(() => {
    const { current } = frame;
    const read = () => {
      isRead.current = true;
    };
    current?.addEventListener('wheel', read, { passive: true });
    current?.addEventListener('pointerdown', read);
    return () => {
      current?.removeEventListener('wheel', read);
      current?.removeEventListener('pointerdown', read);
    };
  }, [frame]);

  const onScroll = ({ currentTarget }: UIEvent<HTMLDivElement>) => {
    setTop(currentTarget.scrollTop);
    if (follows === 'newest' && currentTarget.scrollTop > height / 2) {
      onLeaveTop();
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && active >= 0) {
      event.preventDefault();
      onEnter();
      return;
    }
    const page = Math.max(1, seen - 2);
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active < 0 ? 0 : active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rows.length - 1,
    };
    const wanted = steps[event.key];
    if (wanted === undefined || rows.length === 0 || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    isRead.current = true;
    const index = Math.max(0, Math.min(rows.length - 1, wanted));
    const row = rows[rows.length - 1 - index];
    if (row) {
      scrollTo(index);
      onSelect(row);
    }
  };

  const shown = Array.from({ length: Math.max(0, last - first) }, (_, n) => first + n);
  return (
    <div ref={frame} className={`events ${isNarrow ? 'narrow' : ''}`} onScroll={onScroll}>
      <div
        ref={list}
        role="listbox"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={active >= first && active < last ? `row-${selected}` : undefined}
        style={{ height: `${rows.length * height}px` }}
        onKeyDown={onKeyDown}
      >
        {shown.map((index) => {
          const row = rows[rows.length - 1 - index];
          return (
            row && (
              <ListRow
                key={row.key}
                row={row}
                top={index * height}
                height={height}
                position={index + 1}
                total={rows.length}
                isSelected={row.key === selected}
                onSelect={onSelect}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  row: Row;
  top: number;
  height: number;
  position: number;
  total: number;
  isSelected: boolean;
  onSelect(row: Row): void;
}

const ListRow = memo(function ListRow({ row, top, height, position, total, isSelected, onSelect }: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and the keys for all of its rows
    <div
      id={`row-${row.key}`}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-posinset={position}
      aria-setsize={total}
      className={`row ${row.kind}`}
      style={{ transform: `translateY(${top}px)`, height: `${height}px` }}
      onClick={() => onSelect(row)}
    >
      {row.kind === 'gap' ? (
        <span className="gap-words">
          <strong>Gap:</strong> {row.gap.count === undefined ? '' : `${full(row.gap.count)} missing, `}
          {row.gap.message}
        </span>
      ) : (
        <>
          <time dateTime={row.journaledAt}>{preciseClock(row.journaledAt)}</time>
          <span className="type">{row.type}</span>
          <span className="where">
            <span className="source">{row.source}</span>
            <span className="subject">{row.subject}</span>
          </span>
        </>
      )}
    </div>
  );
});
