import type { Message } from './parser.js';

const MOST_MESSAGES = 1000;
const MOST_CHARACTERS = 4 << 20;

/** The last messages of a stream, in order, to give to another tab: 1,000 at the most, and 4 Mi characters. */
export function createRing() {
  const messages: Message[] = [];
  let characters = 0;
  // From the end, as it is most likely there.
  const place = (id: string) => messages.findLastIndex((message) => message.id === id);
  return {
    has: (id: string) => place(id) >= 0,
    /** Those after that with the id; all where there is none. */
    after: (id: string) => messages.slice(place(id) + 1),
    last: (count: number) => messages.slice(-count || messages.length),
    add(more: readonly Message[]) {
      for (const message of more) {
        messages.push(message);
        characters += sizeOf(message);
      }
      while (messages.length > MOST_MESSAGES || characters > MOST_CHARACTERS) {
        characters -= sizeOf(messages.shift() as Message);
      }
    },
  };
}

function sizeOf({ data = '', id = '' }: Message): number {
  return data.length + id.length;
}
