import type { Row } from './rows.ts';

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
    ((!type || type.test(row.type)) && (!source || source.test(row.source)) && (!found || found.test(row.text)));
}

/** The same as the server is asked for it: it looks for whole names. */
export function patternsOf(list: string): string[] {
  return list
    .split(',')
    .map((part) => part.trim().replaceAll(/\*+/g, '*'))
    .filter((part) => part !== '' && part !== '*')
    .map((part) => `*${part}*`.replaceAll(/\*+/g, '*'));
}

function anyOf(patterns: readonly string[]): RegExp | undefined {
  const parts = patterns.map((pattern) => pattern.split('*').filter(Boolean).map(escaped).join('[^]*?'));
  return parts.length > 0 ? new RegExp(parts.join('|')) : undefined;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
