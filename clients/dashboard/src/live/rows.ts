import type { Gap, StreamEvent } from '@freshet/client';
import type { LiveRecord } from '../api/answers.js';

/** An event as the list shows it. */
export interface EventRow {
  readonly kind: 'event';
  /** Of the row, in its list. */
  readonly key: number;
  readonly sequence: number;
  readonly journaledAt: string;
  readonly origin: string | undefined;
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  readonly timestamp: string;
  readonly format: string;
  /** The frame as it came: an object costs many times as much as its text, and most are never looked at. */
  readonly text: string;
}

/** In place of events that are missing. */
export interface GapRow {
  readonly kind: 'gap';
  readonly key: number;
  readonly gap: Gap;
  /** When the journal took in the last event before it. */
  readonly after: string | undefined;
  readonly text: string;
}

export type Row = EventRow | GapRow;

/** What a frame of the live stream says; undefined where it is none of them. */
export function eventRow({ body, text }: StreamEvent, key: number): EventRow | undefined {
  const said = body as Partial<LiveRecord> | null;
  if (typeof said !== 'object' || typeof said?.sequence !== 'number') {
    return undefined;
  }
  return {
    kind: 'event',
    key,
    sequence: said.sequence,
    journaledAt: said.journaled_at ?? '',
    origin: said.origin ?? undefined,
    id: said.id ?? '',
    type: said.type ?? '',
    source: said.source ?? '',
    subject: said.subject ?? '',
    timestamp: said.timestamp ?? '',
    format: said.format ?? '',
    text,
  };
}
