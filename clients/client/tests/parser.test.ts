import { describe, expect, test } from 'vitest';
import { EventParser, type Message } from '../src/parser.js';

interface Read {
  messages: Message[];
  retries: number[];
  comments: number;
}

function read(chunks: Uint8Array[], maxEventBytes = 1 << 20): Read {
  const retries: number[] = [];
  let comments = 0;
  const parser = new EventParser({
    maxEventBytes,
    onRetry: (delay) => retries.push(delay),
    onComment: () => comments++,
  });
  const messages = chunks.flatMap((chunk) => parser.feed(chunk));
  return { messages, retries, comments };
}

const bytes = (text: string) => new TextEncoder().encode(text);

/** Name, data, id, last event id. */
type Row = [name: string, data: string | undefined, id?: string, lastEventId?: string];

const rows = ({ messages }: Read): Row[] =>
  messages.map(({ name, data, id, lastEventId }) => [name, data, id ?? '-', lastEventId]);

const message = (data: string | undefined, id = '-', lastEventId = id === '-' ? '' : id): Row => [
  'message',
  data,
  id,
  lastEventId,
];

/** The cases of the web platform tests' eventsource/format-*, and those of the standard's own text. */
const cases: [what: string, stream: string, expected: Row[]][] = [
  ['a byte order mark at the start is passed over', '\uFEFFdata:1\n\n', [message('1')]],
  [
    'a second one belongs to the name of the field',
    '\uFEFF\uFEFFdata:1\n\ndata:2\n\ndata:3\n\n',
    [message('2'), message('3')],
  ],
  [
    'one later on belongs to the name of the field',
    '\uFEFFdata:1\n\n\uFEFFdata:2\n\ndata:3\n\n',
    [message('1'), message('3')],
  ],
  ['a mark before a comment hides it alone', '\uFEFF:x\ndata:1\n\n', [message('1')]],
  [
    'comments are passed over',
    `data:1\r:\0\n:\r\ndata:2\n:${'x'.repeat(2048)}\rdata:3\n:data:fail\r:${'x'.repeat(2048)}\ndata:4\n\n`,
    [message('1\n2\n3\n4')],
  ],
  ['data before the end of the stream is dropped without a blank line', 'data:1\n\ndata:2\n', [message('1')]],
  ['and where the last line has no end', 'data:1\n\ndata:2', [message('1')]],
  ['empty data is data', 'data:\n\n', [message('')]],
  [
    'a field without a colon has an empty value',
    'data\n\ndata\ndata\n\ndata:test\n\n',
    [message(''), message('\n'), message('test')],
  ],
  [
    'a space after the colon is taken off, a second one is not',
    'data:test\n\ndata: test\n\ndata:  test\n\ndata:\ttest\n\n',
    [message('test'), message('test'), message(' test'), message('\ttest')],
  ],
  [
    'names of fields are compared byte by byte',
    'data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:32\ndata:4\n\n',
    [message('\0\n 2\n1\n3\n\n4')],
  ],
  ['a tab is no space', 'data:\ttest\rdata: \ndata:test\n\n', [message('\ttest\n\ntest')]],
  ['blank lines by themselves send nothing off', 'data:\0\n\n\n\n', [message('\0')]],
  ['no other white space is taken off', 'data:  a \n\n', [message(' a ')]],
  [
    'only the whole name of a field counts',
    'data:test\n data\ndata\nfoobar:xxx\njustsometext\n:thisisacommentyay\nxdata:x\ndata\u00A0:x\nData:x\n\n',
    [message('test\n')],
  ],
  ['CR, LF and CRLF end lines', 'data:test\r\ndata\ndata:test\r\n\r', [message('test\n\ntest')]],
  ['a CR is a line end of its own', 'data:a\rdata:b\r\rdata:c\r\r', [message('a\nb'), message('c')]],
  ['NUL in data is data', 'data:\0\n\n', [message('\0')]],
  ['non-ASCII text', 'data:ok…\n\ndata:€😀ä\n\n', [message('ok…'), message('€😀ä')]],
  ['event names', 'event:test\ndata:x\n\ndata:x\n\n', [['test', 'x', '-', ''], message('x')]],
  ['an empty event name is that of message', 'event: \ndata:data\n\n', [message('data')]],
  ['the last of several names counts', 'event:a\nevent:b\ndata:x\n\n', [['b', 'x', '-', '']]],
  ['a name without data goes with its frame', 'event:a\n\ndata:x\n\n', [message('x')]],
  [
    'an id stays the last one until another comes',
    'id:…\ndata:1\n\ndata:2\n\n',
    [message('1', '…'), message('2', '-', '…')],
  ],
  [
    'an empty id takes the last one back',
    'id:a\ndata:1\n\nid\ndata:2\n\ndata:3\n\n',
    [message('1', 'a'), message('2', '', ''), message('3', '-', '')],
  ],
  ['an id with NUL in it is none', 'id:a\ndata:1\n\nid:b\0c\ndata:2\n\n', [message('1', 'a'), message('2', '-', 'a')]],
  [
    'an id without data moves the last event id',
    'id:a\n\ndata:1\n\n',
    [message(undefined, 'a'), message('1', '-', 'a')],
  ],
  ['an id of a frame that was not ended does not', 'data:1\n\nid:a\ndata:2\n', [message('1')]],
  ['a value may have colons in it', 'data:a:b: c\n\n', [message('a:b: c')]],
  ['a line that begins with a BOM and is empty sends nothing off', '\uFEFF\n\n', []],
  ['a stream of nothing', '', []],
];

describe('The parser, by the HTML standard', () => {
  test.each(cases)('%s', (_, stream, expected) => {
    expect(rows(read([bytes(stream)]))).toEqual(expected);
  });

  test.each(cases)('%s, byte by byte', (_, stream, expected) => {
    expect(rows(read([...bytes(stream)].map((byte) => Uint8Array.of(byte))))).toEqual(expected);
  });

  test.each(cases)('%s, in two parts, cut anywhere', (_, stream, expected) => {
    const all = bytes(stream);
    const step = Math.max(1, Math.floor(all.length / 400));
    for (let at = 0; at <= all.length; at += step) {
      expect(rows(read([all.subarray(0, at), all.subarray(at)]))).toEqual(expected);
    }
  });

  test('Retry is digits and nothing else', () => {
    const stream = 'retry:3000\nretry: 5\nretry:5s\nretry:-1\nretry:1.5\nretry\nretry:1e3\nretry:٣\nretry:007\n\n';
    expect(read([bytes(stream)]).retries).toEqual([3000, 5, 7]);
  });

  test('A retry counts at once, without a blank line', () => {
    expect(read([bytes('retry:10\n')]).retries).toEqual([10]);
  });

  test('Bytes that are no UTF-8 become replacement characters, and the line ends where it ends', () => {
    const stream = new Uint8Array([...bytes('data:'), 0xff, 0xe2, 0x82, ...bytes('\n\ndata:2\n\n')]);
    expect(rows(read([stream]))).toEqual([message('\uFFFD\uFFFD'), message('2')]);
  });

  test('Buffers that the caller uses again do no harm', () => {
    const parser = new EventParser({ maxEventBytes: 100 });
    const buffer = bytes('data:ab');
    parser.feed(buffer);
    buffer.fill(0);
    expect(parser.feed(bytes('c\n\n'))[0]?.data).toBe('abc');
  });

  test('Comments are counted, however long they are', () => {
    expect(read([bytes(`: keep-alive\n\n:${'x'.repeat(5000)}\n`)], 100).comments).toBe(2);
  });

  test('A stream that is cut at random gives the same as in one piece', () => {
    let seed = 42;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed % below;
    };
    const parts = [
      'data',
      'id',
      'event',
      ':',
      ' ',
      '\r',
      '\n',
      '\r\n',
      '\n\n',
      'é',
      '😀',
      '\uFEFF',
      'x',
      ':c',
      'retry:1',
      '\0',
    ];
    for (let round = 0; round < 300; round++) {
      const all = bytes(Array.from({ length: 60 }, () => parts[random(parts.length)]).join(''));
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < all.length; ) {
        const length = 1 + random(7);
        chunks.push(all.subarray(at, at + length));
        at += length;
      }
      expect(read(chunks)).toEqual(read([all]));
    }
  });
});

describe('The parser, within its limit', () => {
  test('An event of just the limit is whole, one more is left out and told with its size', () => {
    const frame = (length: number) => bytes(`id:a\ndata:${'x'.repeat(length - 'id:adata:'.length)}\n\n`);
    expect(read([frame(100)], 100).messages[0]?.data?.length).toBe(91);
    expect(read([frame(101)], 100).messages).toEqual([
      { name: 'message', data: undefined, id: 'a', lastEventId: 'a', oversized: 101 },
    ]);
  });

  test('The limit is of bytes, not of characters', () => {
    expect(read([bytes('data:€€€\n\n')], 13).messages[0]?.oversized).toBe(14);
  });

  test('An event of many lines counts with all of them', () => {
    expect(read([bytes(`${'data:0123456789\n'.repeat(10)}\n`)], 100).messages[0]?.oversized).toBe(150);
  });

  test('What follows a large event is read as ever', () => {
    const stream = `data:${'x'.repeat(10_000)}\n\nevent:e\nid:b\ndata:1\n\n`;
    const { messages } = read(
      [...bytes(stream)].map((byte) => Uint8Array.of(byte)),
      100,
    );
    expect(messages.map(({ oversized, data, name }) => [oversized, data, name])).toEqual([
      [10_005, undefined, 'message'],
      [undefined, '1', 'e'],
    ]);
  });

  test('A large event byte by byte costs its length, not its square', () => {
    const parser = new EventParser({ maxEventBytes: 1 << 22 });
    const x = bytes('x');
    parser.feed(bytes('data:'));
    for (let i = 0; i < 2_000_000; i++) {
      parser.feed(x);
    }
    expect(parser.feed(bytes('\n\n'))[0]?.data?.length).toBe(2_000_000);
  });

  test('A chunk of very many short lines costs its length', () => {
    expect(read([bytes('\r'.repeat(2_000_000)), bytes('data:1\n\n')]).messages.length).toBe(1);
  });
});
