// Prints src/cdevents.ts from tests/data/cdevents/types.tsv: a line for each type of event, with the fields of its context, its subject and its content.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const table = fileURLToPath(new URL('../../../tests/data/cdevents/types.tsv', import.meta.url));
const target = fileURLToPath(new URL('../src/cdevents.ts', import.meta.url));

const REFERENCE = '{ readonly id: string; readonly source?: string }';

/** The kind that the text begins with, as a type, and the rest of the text. */
function readKind(text) {
  const [word] = /^[a-z]+/.exec(text);
  const rest = text.slice(word.length);
  switch (word) {
    case 'string':
      return ['string', rest.replace(/^\([^)]*\)/, '')];
    case 'enum': {
      const [all, names] = /^\(([^)]*)\)/.exec(rest);
      return [
        names
          .split('|')
          .map((name) => `'${name}'`)
          .join(' | '),
        rest.slice(all.length),
      ];
    }
    case 'array': {
      const [item, after] = readKind(rest.slice('<'.length));
      return [`readonly ${item}[]`, after.slice('>'.length)];
    }
    case 'object': {
      const [fields, after] = readFields(rest.slice('{'.length));
      const type = `{ ${fields.join('; ')} }`;
      return [type === REFERENCE ? 'Reference' : type, after.slice('}'.length)];
    }
    case 'any': {
      // Known names, or any other text.
      const [known, after] = readKind(rest.slice('(anyOf['.length));
      const [, end] = readKind(after.replace(/^ \| /, ''));
      return [`${known} | (string & {})`, end.slice('])'.length)];
    }
    default:
      throw new Error(`a kind that is not known: ${text}`);
  }
}

/** `name!:kind, name:kind` up to a `}` or the end; without a kind it is a string. */
function readFields(text) {
  const fields = [];
  let rest = text;
  while (rest !== '' && !rest.startsWith('}')) {
    const [head, name, required, colon] = /^(\w+)(!?)(:?)/.exec(rest);
    rest = rest.slice(head.length);
    let kind = 'string';
    if (colon) {
      [kind, rest] = readKind(rest);
    }
    fields.push(`readonly ${name}${required ? '' : '?'}: ${kind}`);
    rest = rest.replace(/^, /, '');
  }
  return [fields, rest];
}

export function print(tsv) {
  const rows = tsv
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [version, type, subjectType, context, subject, content] = line.split('\t');
      // Without the name of the column.
      const names = (text) => text.slice(text.indexOf(':') + 1).trim();
      const [fields] = readFields(names(content));
      const contextOf = names(context).startsWith('specversion')
        ? 'Context05'
        : names(context).includes('links')
          ? 'Context04'
          : 'Context03';
      const subjectOf = `Subject<${fields.length ? `{ ${fields.join('; ')} }` : 'Empty'}>`;
      const typeOf = { '': '', type: ` & { readonly type?: '${subjectType}' }`, 'type!': ` & Typed<'${subjectType}'>` }[
        /\btype!?|$/.exec(names(subject))[0]
      ];
      return { version, type, text: `CDEventOf<${contextOf}<'${type}'>, ${subjectOf}${typeOf}>` };
    });
  const lines = rows.map(({ type, text }) => `  '${type}': ${text};`);
  const versions = [...new Set(rows.map(({ version }) => version))];
  return `// Printed by scripts/cdevents.mjs from tests/data/cdevents/types.tsv; do not edit it.

/** What joins events: a chain ends, goes on, or is related to another event. */
export type CDEventLink =
  | { readonly linkType: 'END'; readonly from?: { readonly contextId: string }; readonly tags?: Readonly<Record<string, string>> }
  | { readonly linkType: 'PATH'; readonly from: { readonly contextId: string }; readonly tags?: Readonly<Record<string, string>> }
  | {
      readonly linkType: 'RELATION';
      readonly linkKind: string;
      readonly target: { readonly contextId: string };
      readonly tags?: Readonly<Record<string, string>>;
    };

interface Context<Type extends string> {
  readonly id: string;
  /** A URI reference. */
  readonly source: string;
  readonly type: Type;
  /** RFC 3339. */
  readonly timestamp: string;
}

interface Context03<Type extends string> extends Context<Type> {
  readonly version: string;
}

interface Chained {
  readonly schemaUri?: string;
  readonly chainId?: string;
  readonly links?: readonly CDEventLink[];
}

interface Context04<Type extends string> extends Context03<Type>, Chained {}

interface Context05<Type extends string> extends Context<Type>, Chained {
  readonly specversion: string;
}

type Empty = Readonly<Record<string, never>>;

interface Subject<Content> {
  readonly id: string;
  readonly source?: string;
  readonly content: Content;
}

interface Typed<Type extends string> {
  readonly type: Type;
}

/** Something that is known elsewhere. */
interface Reference ${REFERENCE}

interface CDEventOf<Context, Subject> {
  readonly context: Context;
  readonly subject: Subject;
  /** An object, or text in base64. */
  readonly customData?: Readonly<Record<string, unknown>> | string;
  readonly customDataContentType?: string;
}

/** A CDEvent of a type that its specification leaves to others: \`dev.cdeventsx.…\`. */
export type CustomCDEvent = CDEventOf<
  Context<\`dev.cdeventsx.\${string}\`> & Chained & { readonly version?: string; readonly specversion?: string },
  Subject<Readonly<Record<string, unknown>>> & { readonly type?: string }
>;

/** The events of CDEvents ${versions.slice(0, -1).join(', ')} and ${versions.at(-1)} by their \`context.type\`. */
export interface CDEventTypes {
${lines.join('\n')}
}

export type CDEventType = keyof CDEventTypes;

/** Any CDEvent. */
export type CDEvent = CDEventTypes[CDEventType] | CustomCDEvent;
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(target, print(readFileSync(table, 'utf8')));
}
