/** Whether a stream is at work. */
export type Status = 'connecting' | 'open' | 'waiting' | 'closed';

/**
 * Why a stream waits or is closed. It waits, and comes back, where the server could not be reached (`network`; also where `headers` failed), ended the stream (`ended`), said nothing
 * (`silent`) or answered with a status that passes (`status`). It is closed where the server has no more (`complete`:
 * 204), refuses (`status`) or is no stream (`content-type`), and where the page asked for it (`closed`, `aborted`).
 */
export type ReasonCode = 'network' | 'ended' | 'silent' | 'status' | 'complete' | 'content-type' | 'closed' | 'aborted';

export interface Reason {
  readonly code: ReasonCode;
  /** For a person to read. */
  readonly message: string;
  /** The status of the answer, where there was one. */
  readonly status?: number;
}

export interface StreamState {
  readonly status: Status;
  /** Why it waits or is closed; while it connects again, why it must. */
  readonly reason?: Reason;
  /** When it will try again, in milliseconds since 1970, while it waits. */
  readonly retryAt?: number;
}

/** A stream that will not come back although nobody closed it. */
export class StreamError extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason.message);
    this.name = 'StreamError';
    this.reason = reason;
  }
}
