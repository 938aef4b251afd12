// Bodies: what is no JSON, what is JSON and no request, what grows, and names that mean something to JavaScript.
import { answered, either, equals, refused } from './case.ts';
import type { Family, HostileCase, Right, World } from './case.ts';
import { plainBody, plainQuery, post, searchQuery } from './requests.ts';

const me = answered(equals({ me: { profile: 'investigator' } }));
const badJson = refused('BAD_JSON');
const badRequest = refused('BAD_REQUEST');
const badText = refused('BAD_TEXT');
const tooDeep = refused('VALUES_TOO_DEEP');
const batch = refused('BATCH_REFUSED');
const invalid = refused('GRAPHQL_VALIDATION_FAILED');

const query = JSON.stringify(plainQuery);
const withVariables = (text: string): string => `{"query":${query},"variables":${text}}`;
const searching = (text: string): string => `{"query":${JSON.stringify(searchQuery)},"variables":{"text":${text}}}`;
const bytes = (before: string, hex: string, after: string): Buffer =>
  Buffer.concat([Buffer.from(before), Buffer.from(hex, 'hex'), Buffer.from(after)]);
/** Under the limit of 100 kB with room for the rest. */
const much = 90_000;

const cases: readonly (readonly [name: string, body: Buffer | string, right: Right])[] = [
  // what is no JSON
  ['an empty body', '', badJson],
  ['white space alone', '   \n\t ', badJson],
  ['half a body', plainBody.slice(0, -3), badJson],
  ['a body and more', `${plainBody}{}`, badJson],
  ['a body twice', `${plainBody}\n${plainBody}`, badJson],
  ['single quotes', "{'query':'{ me { profile } }'}", badJson],
  ['names without quotes', `{query:${query}}`, badJson],
  ['a comma at the end', `{"query":${query},}`, badJson],
  ['a comment', `{/* x */"query":${query}}`, badJson],
  ['a guard against scripts', `)]}',\n${plainBody}`, badJson],
  ['NaN', withVariables('{"v":NaN}'), badJson],
  ['Infinity', withVariables('{"v":Infinity}'), badJson],
  ['undefined', withVariables('{"v":undefined}'), badJson],
  ['a number with a plus', withVariables('{"v":+1}'), badJson],
  ['a number with a leading zero', withVariables('{"v":01}'), badJson],
  ['a number in hexadecimal', withVariables('{"v":0x10}'), badJson],
  ['a number without its fraction', withVariables('{"v":1.}'), badJson],
  ['a long integer of JavaScript', withVariables('{"v":1n}'), badJson],
  ['a line feed in a text', `{"query":"{ me\n{ profile } }"}`, badJson],
  ['a raw NUL in a text', bytes('{"query":"a', '00', '"}'), badJson],
  ['a raw control character', bytes('{"query":"a', '1b', '"}'), badJson],
  ['an escape that is none', '{"query":"\\x41"}', badJson],
  ['a short escape', '{"query":"\\u00"}', badJson],
  ['XML', '<query>{ me }</query>', badJson],
  ['YAML', 'query: "{ me { profile } }"', badJson],
  ['GraphQL itself', plainQuery, badJson],
  ['a form', 'query=%7B+me+%7D', badJson],
  // what is no UTF-8
  ['bytes that are not UTF-8', bytes('{"query":"', 'fffe', '"}'), badJson],
  ['an overlong form', bytes('{"query":"', 'c0af', '"}'), badJson],
  ['an overlong NUL', bytes('{"query":"', 'c080', '"}'), badJson],
  ['half a surrogate pair in bytes', bytes('{"query":"', 'eda080', '"}'), badJson],
  ['a character beyond Unicode', bytes('{"query":"', 'f4908080', '"}'), badJson],
  ['a cut character', bytes('{"query":"', 'e282', '"}'), badJson],
  ['a continuation alone', bytes('{"query":"', '80', '"}'), badJson],
  ['UTF-16', Buffer.from(plainBody, 'utf16le'), badJson],
  ['UTF-16 with its mark', bytes('', 'fffe', plainBody), badJson],
  ['Latin-1', Buffer.from('{"query":"{ é }"}', 'latin1'), badJson],
  ['the mark of UTF-8 before it', bytes('', 'efbbbf', plainBody), either(me, badJson)],
  ['two marks before it', bytes('', 'efbbbfefbbbf', plainBody), badJson],
  // what no text holds
  ['a NUL by its escape in a variable', searching('"a\\u0000b"'), badText],
  ['half a surrogate pair by its escape', searching('"a\\ud83db"'), badText],
  ['the other half', searching('"\\udc00"'), badText],
  ['the halves the wrong way round', searching('"\\udc00\\ud83d"'), badText],
  ['a NUL in a key', withVariables('{"a\\u0000":1}'), badText],
  ['half a surrogate pair in a key', withVariables('{"\\ud800":1}'), badText],
  ['a NUL in the query', '{"query":"{ me { profile } }\\u0000"}', badText],
  ['a NUL in the name of the operation', `{"query":${query},"operationName":"\\u0000"}`, badText],
  ['a NUL deep in a list', withVariables('{"v":[[[["\\u0000"]]]]}'), badText],
  ['a NUL in the extensions', `{"query":${query},"extensions":{"a":"\\u0000"}}`, badText],
  // JSON that is no request
  ['null', 'null', badRequest],
  ['a text', query, badRequest],
  ['a number', '7', badRequest],
  ['true', 'true', badRequest],
  ['an empty object', '{}', badRequest],
  ['a query that is null', '{"query":null}', badRequest],
  ['a query that is a number', '{"query":1}', badRequest],
  ['a query that is a list', `{"query":[${query}]}`, badRequest],
  ['a query that is an object', `{"query":{"text":${query}}}`, badRequest],
  ['a query under another name', `{"Query":${query}}`, badRequest],
  [
    'a document by its hash alone',
    '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"ecf4edb46db40b51"}}}',
    badRequest,
  ],
  ['a document by its number', '{"documentId":"sha256:ecf4edb46db40b51"}', badRequest],
  ['variables that are a list', withVariables('[1]'), badRequest],
  ['variables that are a text', withVariables('"{}"'), badRequest],
  ['variables that are a number', withVariables('1'), badRequest],
  ['variables that are false', withVariables('false'), badRequest],
  ['variables that are null', withVariables('null'), me],
  ['extensions that are a text', `{"query":${query},"extensions":"x"}`, badRequest],
  ['extensions that are a list', `{"query":${query},"extensions":[]}`, badRequest],
  ['the name of an operation that is a number', `{"query":${query},"operationName":1}`, badRequest],
  ['the name of an operation that is a list', `{"query":${query},"operationName":["A"]}`, badRequest],
  ['the name of an operation that is an object', `{"query":${query},"operationName":{"toString":"A"}}`, badRequest],
  [
    'the hash of another document beside a query',
    `{"query":${query},"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}`,
    badRequest,
  ],
  ['further members', `{"query":${query},"id":"1","doc":"x","debug":true,"cacheControl":"public"}`, me],
  ['members twice: the last counts', `{"query":"{ nothing }","query":${query}}`, me],
  ['members twice: the last counts, and is wrong', `{"query":${query},"query":"{ nothing }"}`, invalid],
  // lists
  ['two requests', `[${plainBody},${plainBody}]`, batch],
  ['an empty list', '[]', batch],
  ['a list of one', `[${plainBody}]`, batch],
  ['a thousand requests', `[${Array.from({ length: 1000 }, () => plainBody).join(',')}]`, batch],
  ['lists in lists', `${'['.repeat(40_000)}${']'.repeat(40_000)}`, batch],
  ['a list that is not closed', '['.repeat(much), badJson],
  // what grows
  ['objects in objects', withVariables(`${'{"v":'.repeat(15_000)}1${'}'.repeat(15_000)}`), tooDeep],
  ['lists in a variable', withVariables(`{"v":${'['.repeat(40_000)}${']'.repeat(40_000)}}`), tooDeep],
  ['depth in the extensions', `{"query":${query},"extensions":${'{"v":'.repeat(99)}1${'}'.repeat(99)}}`, tooDeep],
  ['depth beside the request', `{"query":${query},"other":${'['.repeat(99)}${']'.repeat(99)}}`, tooDeep],
  ['ninety thousand spaces', `${' '.repeat(much)}${plainBody}`, me],
  ['ninety thousand spaces in the query', JSON.stringify({ query: plainQuery + ' '.repeat(much) }), me],
  ['a value of ninety thousand letters', withVariables(`{"v":"${'x'.repeat(much)}"}`), me],
  ['a key of ninety thousand letters', withVariables(`{"${'x'.repeat(much)}":1}`), me],
  ['ten thousand variables', withVariables(`{${Array.from({ length: 8000 }, (_, n) => `"v${n}":1`).join(',')}}`), me],
  ['a list of forty thousand', withVariables(`{"v":[${'1,'.repeat(40_000)}1]}`), me],
  ['forty thousand empty objects', withVariables(`{"v":[${'{},'.repeat(25_000)}{}]}`), me],
  ['a number of ninety thousand digits', withVariables(`{"v":${'9'.repeat(much)}}`), me],
  ['a fraction of ninety thousand digits', withVariables(`{"v":0.${'9'.repeat(much)}}`), me],
  ['an exponent beyond every number', withVariables('{"v":1e999999}'), me],
  ['ten thousand escapes', withVariables(`{"v":"${'\\u0041'.repeat(10_000)}"}`), me],
  [
    'the name of an operation of ninety thousand letters',
    `{"query":${query},"operationName":"${'A'.repeat(much)}"}`,
    refused('OPERATION_NOT_FOUND'),
  ],
  [
    'a byte more than the limit',
    `${' '.repeat(102_400 - plainBody.length + 1)}${plainBody}`,
    refused('PAYLOAD_TOO_LARGE'),
  ],
  ['as many bytes as the limit', `${' '.repeat(102_400 - plainBody.length)}${plainBody}`, me],
  ['two megabytes', ' '.repeat(2_000_000), refused('PAYLOAD_TOO_LARGE')],
  // names that mean something to JavaScript
  ['a request in __proto__', `{"__proto__":{"query":${query}}}`, badRequest],
  ['a request in the prototype of a constructor', `{"constructor":{"prototype":{"query":${query}}}}`, badRequest],
  [
    'variables in __proto__',
    `{"query":${JSON.stringify(searchQuery)},"variables":{"__proto__":{"text":"ABC1234"}}}`,
    invalid,
  ],
  [
    'variables in the prototype of a constructor',
    `{"query":${JSON.stringify(searchQuery)},"variables":{"constructor":{"prototype":{"text":"ABC1234"}}}}`,
    invalid,
  ],
  ['__proto__ beside a good request', `{"query":${query},"__proto__":{"query":"{ nothing }","polluted":true}}`, me],
  ['toString beside a good request', `{"query":${query},"toString":null,"valueOf":1,"hasOwnProperty":false}`, me],
  ['toJSON in the variables', withVariables('{"toJSON":1,"then":"x","constructor":null,"__proto__":null}'), me],
  ['an extension of __proto__', `{"query":${query},"extensions":{"__proto__":{"isAdmin":true}}}`, me],
  [
    'the name of an operation is __proto__',
    `{"query":${query},"operationName":"__proto__"}`,
    refused('OPERATION_NOT_FOUND'),
  ],
  [
    'the name of an operation is constructor',
    `{"query":${query},"operationName":"constructor"}`,
    refused('OPERATION_NOT_FOUND'),
  ],
  ['the name of an operation is empty', `{"query":${query},"operationName":""}`, me],
];

export const json: Family = {
  name: 'JSON',
  cases: (world: World): readonly HostileCase[] =>
    cases.map(([name, body, right]) => ({ name, sent: post(world, body), right })),
};
