/** What a form says for one field. `malformed`: a broken percent-encoding, or bytes that are not UTF-8. */
export type Field =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'malformed' };

/**
 * Fields of an `application/x-www-form-urlencoded` body (WHATWG URL §5.1), read strictly: unlike `URLSearchParams`
 * nothing is replaced or guessed. Only the fields asked for are decoded; others (`source_is_ghost`, …) are ignored,
 * whatever they hold.
 */
export function formFields<Name extends string>(body: string, names: readonly Name[]): Record<Name, Field> {
  const fields = Object.fromEntries(names.map((name) => [name, { kind: 'absent' }])) as Record<Name, Field>;
  for (const pair of body.split('&')) {
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    const asked = names.find((one) => one === name);
    if (asked === undefined) continue;
    if (fields[asked].kind !== 'absent') {
      fields[asked] = { kind: 'repeated' };
      continue;
    }
    const value = decode(equals === -1 ? '' : pair.slice(equals + 1));
    fields[asked] = value === null ? { kind: 'malformed' } : { kind: 'value', value };
  }
  return fields;
}

function decode(part: string): string | null {
  const spaced = part.includes('+') ? part.replaceAll('+', ' ') : part;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return null;
  }
}
