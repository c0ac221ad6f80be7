import { describe, expect, test } from 'vitest';
import { indented, memberOf } from '../../src/live/json.js';

const SAMPLES = [
  '{}',
  '[]',
  '[{}]',
  '{"a":[],"b":{"c":[1,[2,{"d":null}]]}}',
  '"a \\" {[,:]} \\\\"',
  '[true,false,null,-1.5,""]',
  '{"a:{":"}","":[""]}',
];

describe('laying out', () => {
  test.each(SAMPLES)('gives %s as JSON.stringify does', (json) => {
    expect(indented(json)).toBe(JSON.stringify(JSON.parse(json), undefined, 2));
  });

  test('keeps every digit, every name and every escape', () => {
    const json = '{"big":12345678901234567890,"much":1.5e+10,"small":1.0,"twice":1,"twice":2,"escaped":"\\u00e9\\/"}';
    expect(indented(json).replaceAll(/\s/g, '')).toBe(json);
  });

  test('takes out what space there was', () => {
    expect(indented(' {\n "a" :\t[ 1 ,2 ] } ')).toBe('{\n  "a": [\n    1,\n    2\n  ]\n}');
  });

  test('leaves alone what is no JSON', () => {
    expect(indented('{"a":')).toBe('{"a":');
    expect(indented('text')).toBe('text');
  });
});

describe('a member', () => {
  test('is found at the top alone, as it is written', () => {
    expect(memberOf('{"a":{"event":1},"b":["event",{"event":2}],"event": {"n" : 1.0} ,"c":3}', 'event')).toBe(
      '{"n" : 1.0}',
    );
  });

  test.each([
    ['{"event":1}', '1'],
    ['{"a":"event","event":"x,}"}', '"x,}"'],
    ['{"ev\\u0065nt":[1,2]}', '[1,2]'],
    ['{"a":"\\"event\\":","event":null}', 'null'],
  ])('is found in %s', (json, expected) => {
    expect(memberOf(json, 'event')).toBe(expected);
  });

  test.each(['{}', '[]', '"event"', '["event"]', '{"a":1}', 'event', '{"event":'])('is not in %s', (json) => {
    expect(memberOf(json, 'event')).toBeUndefined();
  });
});
