// Arrays of PostgreSQL's built-in types in their text form. Their numbers never change, so no connection has to ask for them: the driver
// would, on each, for about a fifth of the cost of opening it, and an answer cut off by the server's end would go unhandled.

/** Element type → array type, by pg_type.oid. */
export const arrayTypes: ReadonlyMap<number, number> = new Map([
  [16, 1000], // bool
  [17, 1001], // bytea
  [19, 1003], // name
  [20, 1016], // int8
  [21, 1005], // int2
  [23, 1007], // int4
  [25, 1009], // text
  [26, 1028], // oid
  [114, 199], // json
  [700, 1021], // float4
  [701, 1022], // float8
  [869, 1041], // inet
  [1042, 1014], // bpchar
  [1043, 1015], // varchar
  [1082, 1182], // date
  [1114, 1115], // timestamp
  [1184, 1185], // timestamptz
  [1700, 1231], // numeric
  [2950, 2951], // uuid
  [3802, 3807], // jsonb
]);

/** Reads `{1,NULL,"a \"b\""}`, nested arrays included. */
export function parseArray(text: string, parse: (element: string) => unknown): unknown[] {
  // An array whose indexes do not begin at 1 is preceded by its bounds: [0:1]={…}
  let at = text.indexOf('{');

  function list(): unknown[] {
    const values: unknown[] = [];
    at++;
    while (text[at] !== '}') {
      if (at >= text.length) throw new SyntaxError('an array of the database ends too early');
      if (text[at] === ',') at++;
      else if (text[at] === '{') values.push(list());
      else if (text[at] === '"') values.push(parse(quoted()));
      else values.push(bare());
    }
    at++;
    return values;
  }

  function quoted(): string {
    let value = '';
    for (at++; text[at] !== '"'; at++) {
      if (text[at] === '\\') at++;
      if (at >= text.length) throw new SyntaxError('an array of the database ends too early');
      value += text[at];
    }
    at++;
    return value;
  }

  function bare(): unknown {
    const begin = at;
    while (at < text.length && text[at] !== ',' && text[at] !== '}') at++;
    const value = text.slice(begin, at);
    return value === 'NULL' ? null : parse(value);
  }

  if (at === -1) throw new SyntaxError('an array of the database has no beginning');
  return list();
}

/** Writes an array; what is not an array is taken to be one in text form already. */
export function serializeArray(value: unknown, serialize: (element: unknown) => unknown): unknown {
  if (!Array.isArray(value)) return value;
  const elements = value.map((element: unknown) => {
    if (element === null) return 'NULL';
    if (element === undefined) throw new TypeError('an array for the database has an undefined element');
    if (Array.isArray(element)) return serializeArray(element, serialize);
    return `"${String(serialize(element)).replaceAll(/["\\]/g, '\\$&')}"`;
  });
  return `{${elements.join(',')}}`;
}
