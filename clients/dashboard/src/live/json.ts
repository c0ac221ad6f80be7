/**
 * JSON by its text: what `JSON.parse` reads and `JSON.stringify` writes again is not what was sent where a number has many digits or a name comes twice.
 */

/** Lays a JSON text out, two spaces a level, and changes nothing else of it. What is no JSON comes back as it is. */
export function indented(json: string): string {
  if (!isJson(json)) {
    return json;
  }
  const out: string[] = [];
  let depth = 0;
  const newLine = () => out.push('\n', '  '.repeat(depth));
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    if (token === '}' || token === ']') {
      depth--;
      if (!isOpener(out)) {
        newLine();
      }
    } else if (isOpener(out)) {
      newLine();
    }
    out.push(token === ':' ? ': ' : token);
    if (token === '{' || token === '[') {
      depth++;
    } else if (token === ',') {
      newLine();
    }
  }
  return out.join('');
}

/** The text of a member of an object; undefined where it has none, or is none. */
export function memberOf(json: string, name: string): string | undefined {
  if (!isJson(json) || !json.trimStart().startsWith('{')) {
    return undefined;
  }
  let depth = 0;
  let begin = -1;
  let isWanted = false;
  let key = '';
  for (const { 0: token, index } of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g)) {
    const isEnd = depth === 1 && (token === ',' || token === '}');
    if (isEnd && isWanted) {
      return json.slice(begin, index).trim();
    }
    if (token === '{' || token === '[') {
      depth++;
    } else if (token === '}' || token === ']') {
      depth--;
    } else if (depth === 1 && token === ':' && begin < 0) {
      begin = index + 1;
      isWanted = JSON.parse(key) === name;
    } else if (token.startsWith('"')) {
      key = token;
    }
    if (isEnd) {
      begin = -1;
    }
  }
  return undefined;
}

function isOpener(out: readonly string[]): boolean {
  return out.at(-1) === '{' || out.at(-1) === '[';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
