/** What a blank line of an event stream sends off. */
export interface Message {
  /** The `event:` of the frame; `message` where it has none. */
  readonly name: string;
  /** The lines of `data:`, joined; undefined where there was none: then nothing is dispatched. */
  readonly data: string | undefined;
  /** The frame's own `id:`; undefined where it has none. */
  readonly id: string | undefined;
  /** The stream's last event id after this frame: its own, or that of an earlier one. */
  readonly lastEventId: string;
  /** How many bytes the frame had, where that is more than the parser keeps: its data is left out, and all that came after. */
  readonly oversized?: number;
}

export interface ParserOptions {
  /** How many bytes a frame may have, its comments not counted. */
  readonly maxEventBytes: number;
  /** Is told of each `retry:`, in milliseconds. */
  readonly onRetry?: (delay: number) => void;
  /** Is told of each comment. */
  readonly onComment?: () => void;
}

/** Decodes all lines but the first. */
const LATER = new TextDecoder('utf-8', { ignoreBOM: true });

const CR = 13;
const LF = 10;
const COLON = 58;

/**
 * Reads an event stream (HTML Living Standard, section 9.2.6) from bytes, however they are cut. Each byte is looked at a fixed number of times, and no
 * more than one frame of `maxEventBytes` is kept.
 */
export class EventParser {
  readonly #options: ParserOptions;
  // Lines end at bytes that are part of no character, so each is decoded by itself; the first may begin with a BOM, which is taken off.
  #decoder = new TextDecoder();
  #afterCR = false;
  /** The line so far, in the first `#kept` bytes. */
  #line: Uint8Array<ArrayBuffer> = new Uint8Array(256);
  #kept = 0;
  #lineBytes = 0;
  #isComment = false;

  #frameBytes = 0;
  #name = '';
  #data: string[] = [];
  #id: string | undefined;
  #idBuffer: string;

  constructor(options: ParserOptions, lastEventId = '') {
    this.#options = options;
    this.#idBuffer = lastEventId;
  }

  /** The messages that end in these bytes. */
  feed(bytes: Uint8Array): Message[] {
    const messages: Message[] = [];
    let rest = bytes;
    if (this.#afterCR && rest.length > 0) {
      this.#afterCR = false;
      if (rest[0] === LF) {
        rest = rest.subarray(1);
      }
    }
    let start = 0;
    let cr = next(rest, CR, 0);
    let lf = next(rest, LF, 0);
    while (start < rest.length) {
      const end = Math.min(cr, lf);
      this.#append(rest.subarray(start, end));
      if (end === rest.length) {
        break;
      }
      this.#endLine(messages);
      start = end + 1;
      if (end === cr) {
        if (start === rest.length) {
          this.#afterCR = true;
        } else if (lf === start) {
          start++;
        }
      }
      cr = cr < start ? next(rest, CR, start) : cr;
      lf = lf < start ? next(rest, LF, start) : lf;
    }
    return messages;
  }

  #append(piece: Uint8Array): void {
    if (piece.length === 0) {
      return;
    }
    if (this.#lineBytes === 0) {
      this.#isComment = piece[0] === COLON;
    }
    this.#lineBytes += piece.length;
    if (this.#isComment) {
      return;
    }
    this.#frameBytes += piece.length;
    if (this.#isOversized) {
      this.#data = [];
    } else {
      this.#keep(piece);
    }
  }

  #keep(piece: Uint8Array): void {
    const length = this.#kept + piece.length;
    if (length > this.#line.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#line.length));
      larger.set(this.#line.subarray(0, this.#kept));
      this.#line = larger;
    }
    this.#line.set(piece, this.#kept);
    this.#kept = length;
  }

  get #isOversized(): boolean {
    return this.#frameBytes > this.#options.maxEventBytes;
  }

  #endLine(messages: Message[]): void {
    if (this.#lineBytes === 0) {
      this.#dispatch(messages);
    } else if (this.#isComment) {
      this.#options.onComment?.();
    } else if (!this.#isOversized) {
      this.#field(this.#decoder.decode(this.#line.subarray(0, this.#kept)));
    }
    this.#lineBytes = this.#kept = 0;
    this.#decoder = LATER;
  }

  #field(line: string): void {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (name === 'data') {
      this.#data.push(value);
    } else if (name === 'event') {
      this.#name = value;
    } else if (name === 'id') {
      if (!value.includes('\0')) {
        this.#id = this.#idBuffer = value;
      }
    } else if (name === 'retry' && /^[0-9]+$/.test(value)) {
      this.#options.onRetry?.(Number(value));
    }
  }

  #dispatch(messages: Message[]): void {
    const oversized = this.#isOversized;
    const hasData = this.#data.length > 0;
    if (hasData || oversized || this.#id !== undefined) {
      messages.push({
        name: this.#name || 'message',
        data: hasData ? this.#data.join('\n') : undefined,
        id: this.#id,
        lastEventId: this.#idBuffer,
        ...(oversized ? { oversized: this.#frameBytes } : undefined),
      });
    }
    this.#frameBytes = 0;
    this.#name = '';
    this.#data = [];
    this.#id = undefined;
  }
}

function next(bytes: Uint8Array, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from);
  return at < 0 ? bytes.length : at;
}
