import { ALL, type Filter, isOpen, matcher } from './filter.js';
import type { Row } from './rows.js';

/** How many rows are kept, and how many characters of them. */
export const LIMITS = { rows: 5000, characters: 16 << 20 };

/** The last rows, in the order in which they came. Adding one costs the same however many there are. */
export class Tail {
  readonly #limits: typeof LIMITS;
  #rows: Row[] = [];
  #head = 0;
  #characters = 0;

  constructor(limits = LIMITS) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#rows.length - this.#head;
  }

  add(row: Row): void {
    this.#rows.push(row);
    this.#characters += row.text.length;
    // The newest one stays however large it is.
    while (this.length > this.#limits.rows || (this.#characters > this.#limits.characters && this.length > 1)) {
      this.#characters -= this.#rows[this.#head]?.text.length ?? 0;
      this.#head++;
    }
    if (this.#head > this.#limits.rows) {
      this.#rows = this.toArray();
      this.#head = 0;
    }
  }

  toArray(): Row[] {
    return this.#rows.slice(this.#head);
  }
}

/**
 * The last rows of a stream, and of those the ones that a filter lets through. Where events are filtered, these are kept longer than the others: what is rare is
 * not pushed out by what is frequent. Who listens is told once a frame at the most, however much comes.
 */
export class EventLog {
  readonly #limits: typeof LIMITS;
  readonly #listeners = new Set<() => void>();
  #all: Tail;
  #matching: Tail;
  #filter = ALL;
  #isWanted: (row: Row) => boolean = () => true;
  #added = 0;
  #version = 0;
  #frame: number | undefined;

  constructor(limits = LIMITS) {
    this.#limits = limits;
    this.#all = new Tail(limits);
    this.#matching = this.#all;
  }

  /** How many rows there ever were that the filter let through, since it was set. */
  get added(): number {
    return this.#added;
  }

  /** Those that the filter lets through, the oldest first. */
  rows(): Row[] {
    return this.#matching.toArray();
  }

  add(row: Row): void {
    this.#all.add(row);
    if (this.#isWanted(row)) {
      this.#added++;
      if (this.#matching !== this.#all) {
        this.#matching.add(row);
      }
    }
    this.#schedule();
  }

  setFilter(filter: Filter): void {
    if (
      filter.types === this.#filter.types &&
      filter.sources === this.#filter.sources &&
      filter.text === this.#filter.text
    ) {
      return;
    }
    this.#filter = filter;
    this.#isWanted = matcher(filter);
    this.#matching = isOpen(filter) ? this.#all : this.#chosen();
    this.#added = this.#matching.length;
    this.#schedule();
  }

  clear(): void {
    this.#all = new Tail(this.#limits);
    this.#matching = isOpen(this.#filter) ? this.#all : new Tail(this.#limits);
    this.#added = 0;
    this.#schedule();
  }

  readonly getVersion = (): number => this.#version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #chosen(): Tail {
    const tail = new Tail(this.#limits);
    for (const row of this.#all.toArray().filter(this.#isWanted)) {
      tail.add(row);
    }
    return tail;
  }

  #schedule(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#version++;
      for (const listener of this.#listeners) {
        listener();
      }
    });
  }
}
