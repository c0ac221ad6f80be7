import type { Message } from './parser.js';

/**
 * What is missing from a stream, and why. `lagged`: this client was too slow for the server; `replay`: the server does not have, or does not replay, what
 * this client missed; `rejected` and `serialization error`: the server could not send an event; `too-large`: an event had more than `maxEventBytes`;
 * `overflow`: nobody here read what came.
 */
export type GapCause = 'lagged' | 'replay' | 'rejected' | 'serialization error' | 'too-large' | 'overflow';

/** A place on the stream: an event, and a time up to which the stream had come. */
export interface Mark {
  /** The id of the last event; empty where none has come. */
  readonly id: string;
  /** RFC 3339; undefined where nothing tells. */
  readonly time: string | undefined;
}

export interface Gap {
  readonly cause: GapCause;
  /** What the server said, or the client; for a person to read. */
  readonly message: string;
  /** How many events are missing, where that is known. */
  readonly count?: number | undefined;
  /** What came before it. */
  readonly after: Mark;
  /** The id of the first event after it, once there is one. */
  readonly before?: string;
  /** The server still has what is missing: ask for it with this `since`. */
  readonly since?: string | undefined;
}

const NOTICE = /^(lagged|replay|rejected|serialization error|overflow):(?: (\d+) )?/;

/** The gap that a message tells of; undefined where it is none. Notices are named `error`, have no id, and begin with one of a few words. */
export function gapOf(message: Message, after: Mark): Gap | undefined {
  if (message.oversized !== undefined) {
    return {
      cause: 'too-large',
      message: `an event of ${message.oversized} bytes is larger than maxEventBytes`,
      count: 1,
      after,
    };
  }
  const text = message.data;
  if (message.name !== 'error' || message.id !== undefined || text === undefined) {
    return undefined;
  }
  const [, cause, count] = NOTICE.exec(text) ?? [];
  // The other kind of `lagged`: the server ends the stream to have the client come back for them, so nothing is missing.
  if (!cause || text.includes('connect again')) {
    return undefined;
  }
  const since = /\?since=(\S+)$/.exec(text)?.[1];
  // These two are told for each event.
  const isOne = cause === 'rejected' || cause === 'serialization error';
  return {
    cause: cause as GapCause,
    message: text,
    count: count ? Number(count) : isOne ? 1 : undefined,
    after,
    since,
  };
}
