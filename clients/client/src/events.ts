import type { CDEvent, CDEventTypes, CustomCDEvent } from './cdevents.js';
import type { Gap } from './gap.js';
import type { Message } from './parser.js';
import type { Drift, FalcoAlert, StateChange } from './payloads.js';

/**
 * The events that a stream may carry, by their type. Add your own to it:
 * `declare module '@freshet/client' { interface FreshetEvents { 'blog.post.created': Post } }`.
 */
export interface FreshetEvents extends CDEventTypes {
  drift: Drift;
  falco: FalcoAlert;
  state_change: StateChange;
  [custom: `dev.cdeventsx.${string}`]: CustomCDEvent;
}

/** An event of a stream. */
export interface StreamEvent<Type extends string = string, Data = unknown> {
  /** What kind of event it is: what a CDEvent, a CloudEvent or an envelope says of itself, for others the frame's `event:`. */
  readonly type: Type;
  /** The frame's `event:`; `message` where it has none. */
  readonly name: string;
  /** What a client resumes after; the body's own where the frame has none, and empty where neither has one. */
  readonly id: string;
  readonly source: string | undefined;
  /** RFC 3339. */
  readonly timestamp: string | undefined;
  /** The `data` of an envelope or a CloudEvent; of others all that they say. A body that is no JSON is a string. */
  readonly data: Data;
  /** All that the frame carried; the same as `data` for what is neither an envelope nor a CloudEvent. */
  readonly body: unknown;
  /** The same as it came. */
  readonly text: string;
  readonly gap?: undefined;
}

/** In place of events that are missing. */
export interface GapEvent extends Omit<StreamEvent<'gap', Gap>, 'gap'> {
  readonly gap: Gap;
}

/** What a stream of these events carries. */
export type EventOf<Events> =
  | { [Type in keyof Events & string]: StreamEvent<Type, Events[Type]> }[keyof Events & string]
  | GapEvent;

/** The names that frames go by beside the types of events, and what they carry. */
export interface FrameNames {
  cdevent: CDEvent;
}

interface Outline {
  readonly type?: string | undefined;
  readonly id?: string | undefined;
  readonly source?: string | undefined;
  readonly timestamp?: string | undefined;
  readonly data: unknown;
}

/** What a message says. */
export function eventOf(message: Message): StreamEvent {
  const text = message.data ?? '';
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {
    // Text is data too.
  }
  const { id, source, timestamp, ...said } = outlineOf(body);
  const { name } = message;
  return { type: said.type ?? name, name, id: message.id || id || '', source, timestamp, data: said.data, body, text };
}

export function gapEventOf(gap: Gap): GapEvent {
  return {
    type: 'gap',
    name: 'error',
    id: '',
    source: undefined,
    timestamp: undefined,
    data: gap,
    body: gap,
    text: gap.message,
    gap,
  };
}

/** The same formats as the server recognises, by the same marks. */
function outlineOf(body: unknown): Outline {
  if (!isObject(body)) {
    return { data: body };
  }
  const { context, type, data = body } = body;
  if (isObject(context) && isText(context.type)) {
    const isOne = [context.id, context.source, context.timestamp].every((mark) => mark != null);
    if (isOne || /^dev\.cdeventsx?\./.test(context.type)) {
      return outline(context, context.timestamp, body);
    }
  }
  if (isText(body.specversion) && isText(type)) {
    return outline(body, body.time, data);
  }
  const marks = [body.id, body.source, body.timestamp].filter((mark) => mark != null);
  return isText(type) && type && 'data' in body && marks.length > 0 && marks.every(isText)
    ? outline(body, body.timestamp, data)
    : { data: body };
}

function outline({ type, id, source }: Record<string, unknown>, timestamp: unknown, data: unknown): Outline {
  return { type: textOf(type), id: textOf(id), source: textOf(source), timestamp: textOf(timestamp), data };
}

function textOf(value: unknown): string | undefined {
  return isText(value) ? value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
