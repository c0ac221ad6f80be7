/**
 * Whether a name is one of these, in each of which `*` stands for any characters, also none. Of what stands between two stars, only the first place in the name
 * is looked for: what a later one would leave room for, the earlier one does too.
 */
export function matches(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matchesOne(name, pattern.split('*')));
}

function matchesOne(name: string, pieces: readonly string[]): boolean {
  const [first = '', ...others] = pieces;
  const last = others.pop();
  if (last === undefined) {
    return name === first;
  }
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) {
    return false;
  }
  let rest = name.slice(first.length, name.length - last.length);
  for (const piece of others) {
    const place = rest.indexOf(piece);
    if (place < 0) {
      return false;
    }
    rest = rest.slice(place + piece.length);
  }
  return true;
}
