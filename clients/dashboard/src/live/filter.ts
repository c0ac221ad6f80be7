import type { Row } from './rows.js';

/** What somebody wants to see; empty fields ask for nothing. */
export interface Filter {
  /** Parts of types, separated by commas; `*` stands for any characters. */
  readonly types: string;
  /** Parts of sources, likewise. */
  readonly sources: string;
  /** Is somewhere in the event, in capitals or not. */
  readonly text: string;
}

export const ALL: Filter = { types: '', sources: '', text: '' };

/** Whether it asks for nothing. */
export function isOpen({ types, sources, text }: Filter): boolean {
  return patternsOf(types).length === 0 && patternsOf(sources).length === 0 && text.trim() === '';
}

/** Whether a row is to be shown. What is missing always is: it may have been what is looked for. */
export function matcher({ types, sources, text }: Filter): (row: Row) => boolean {
  const type = anyOf(patternsOf(types));
  const source = anyOf(patternsOf(sources));
  const words = text.trim();
  const found = words ? new RegExp(escaped(words), 'i') : undefined;
  return (row) =>
    row.kind === 'gap' ||
    ((!type || type(row.type)) && (!source || source(row.source)) && (!found || found.test(row.text)));
}

/** The same as the server is asked for it: it looks for whole names. */
export function patternsOf(list: string): string[] {
  return list
    .split(',')
    .map((part) => part.trim().replaceAll(/\*+/g, '*'))
    .filter((part) => part !== '' && part !== '*')
    .map((part) => `*${part}*`.replaceAll(/\*+/g, '*'));
}

/** Whether a name has the pieces of one of the patterns, one after the other; undefined where any name will do. */
function anyOf(patterns: readonly string[]): ((name: string) => boolean) | undefined {
  const lists = patterns.map((pattern) => pattern.split('*').filter(Boolean));
  return lists.length > 0 ? (name) => lists.some((pieces) => hasAll(name, pieces)) : undefined;
}

/** Of each piece only the first place is looked for: what a later one would leave room for, the earlier one does too. */
function hasAll(name: string, pieces: readonly string[]): boolean {
  let end = 0;
  return pieces.every((piece) => {
    const place = name.indexOf(piece, end);
    end = place + piece.length;
    return place >= 0;
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
