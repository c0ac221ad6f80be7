import type { Message } from './parser.js';

const MOST_MESSAGES = 1000;
const MOST_CHARACTERS = 4 << 20;

/** The last messages of a stream, in order, to give to another tab: 1,000 at the most, and 4 Mi characters. */
export class MessageRing {
  #messages: Message[] = [];
  /** The number of the first message that is kept. */
  #first = 0;
  #characters = 0;
  readonly #places = new Map<string, number>();

  has(id: string): boolean {
    return this.#places.has(id);
  }

  /** Those after that with the id. */
  after(id: string): readonly Message[] {
    const place = this.#places.get(id);
    return place === undefined ? [] : this.#messages.slice(place + 1 - this.#first);
  }

  last(count: number): readonly Message[] {
    return count > 0 ? this.#messages.slice(-count) : [];
  }

  add(messages: readonly Message[]): void {
    for (const message of messages) {
      if (message.id) {
        if (this.#places.has(message.id)) {
          continue;
        }
        this.#places.set(message.id, this.#first + this.#messages.length);
      }
      this.#messages.push(message);
      this.#characters += sizeOf(message);
    }
    let surplus = 0;
    while (this.#messages.length - surplus > MOST_MESSAGES || this.#characters > MOST_CHARACTERS) {
      const oldest = this.#messages[surplus++] as Message;
      this.#characters -= sizeOf(oldest);
      if (oldest.id) {
        this.#places.delete(oldest.id);
      }
    }
    if (surplus > 0) {
      this.#messages = this.#messages.slice(surplus);
      this.#first += surplus;
    }
  }

  clear(): void {
    this.#first += this.#messages.length;
    this.#messages = [];
    this.#characters = 0;
    this.#places.clear();
  }
}

function sizeOf(message: Message): number {
  return (message.data?.length ?? 0) + (message.id?.length ?? 0);
}
