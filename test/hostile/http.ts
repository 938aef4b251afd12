// What is wrong before there is a body: request lines, framing, headers, types, and bytes that are no HTTP at all.
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { answered, cut, either, equals, page, refused } from './case.ts';
import type { Family, HostileCase, Raw, Right, World } from './case.ts';
import { ended, headersOf, plainBody, plainQuery, post, raw, rawPost, rawRequest, repeat } from './requests.ts';

const me = answered(equals({ me: { profile: 'investigator' } }));
const bad = refused('BAD_REQUEST');
const mark = 'once-upon-a-time';
/** RFC 9112 leaves it open; what is owed is one answer, and no second request that nobody sent. */
const lenient = either(me, bad, cut);

type Row = readonly [name: string, sent: Raw, right: Right | readonly Right[]];

const rows = (list: readonly Row[]): readonly HostileCase[] =>
  list.map(([name, sent, right]) => ({ name, sent, right, unsaid: [mark] }));

const bodyHeaders = ['content-type: application/json', `content-length: ${plainBody.length}`];
const line = 'POST /graphql HTTP/1.1';

function methods(world: World): readonly HostileCase[] {
  const refusedMethods = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'SEARCH', 'M-SEARCH', 'QUERY'];
  const plain = refusedMethods.map((method) => ({
    name: `a method that is not POST: ${method}`,
    sent: rawRequest(world, `${method} /graphql HTTP/1.1`),
    right: method === 'HEAD' ? page(405, /^$/) : refused('METHOD_NOT_ALLOWED', 'BAD_REQUEST'),
  }));
  return [
    ...plain,
    ...rows([
      [
        'OPTIONS without being a preflight',
        rawRequest(world, 'OPTIONS /graphql HTTP/1.1'),
        refused('METHOD_NOT_ALLOWED'),
      ],
      ['CONNECT', rawRequest(world, 'CONNECT gateway:443 HTTP/1.1'), cut],
      ['a method that nobody has', rawRequest(world, 'FETCH /graphql HTTP/1.1'), bad],
      ['a method in small letters', rawRequest(world, 'post /graphql HTTP/1.1', bodyHeaders, plainBody), bad],
      ['a method of a thousand letters', rawRequest(world, `${'A'.repeat(1000)} /graphql HTTP/1.1`), bad],
      [
        'a query by GET',
        rawRequest(world, `GET /graphql?query=${encodeURIComponent(plainQuery)} HTTP/1.1`),
        refused('METHOD_NOT_ALLOWED'),
      ],
      [
        'a mutation by GET with the type of a form',
        rawRequest(world, 'GET /graphql?query=mutation%7B__typename%7D HTTP/1.1', [
          'content-type: application/x-www-form-urlencoded',
        ]),
        refused('METHOD_NOT_ALLOWED'),
      ],
      [
        'GET with a body',
        rawRequest(world, 'GET /graphql HTTP/1.1', bodyHeaders, plainBody),
        refused('METHOD_NOT_ALLOWED'),
      ],
      ['another method in a header', rawPost(world, ['x-http-method-override: DELETE']), me],
      [
        'a query in the address beside the body',
        rawRequest(world, `POST /graphql?query=${mark} HTTP/1.1`, bodyHeaders, plainBody),
        me,
      ],
    ]),
  ];
}

function requestLines(world: World): readonly HostileCase[] {
  const at = (target: string) => rawRequest(world, `POST ${target} HTTP/1.1`, bodyHeaders, plainBody);
  const nowhere = refused('NOT_FOUND');
  return rows([
    ['the absolute form of another host', at(`http://${mark}.example/graphql`), me],
    ['the absolute form with user and password', at(`http://user:${mark}@gateway/graphql`), either(me, nowhere, bad)],
    ['the absolute form of another scheme', at(`ftp://${mark}/graphql`), either(me, nowhere, bad)],
    ['the absolute form of a file', at('file:///etc/passwd'), either(nowhere, bad)],
    ['OPTIONS *', rawRequest(world, 'OPTIONS * HTTP/1.1'), nowhere],
    ['POST *', rawRequest(world, 'POST * HTTP/1.1', bodyHeaders, plainBody), either(nowhere, bad)],
    ['a host and port as the target', at('gateway:443'), either(nowhere, bad)],
    ['two slashes', at('//graphql'), nowhere],
    ['a slash at the end', at('/graphql/'), nowhere],
    ['capitals', at('/GRAPHQL'), nowhere],
    ['a path parameter', at('/graphql;admin=1'), nowhere],
    ['a NUL by its escape', at('/graphql%00'), nowhere],
    ['a letter by its escape', at('/%67raphql'), either(me, nowhere)],
    ['a letter by a double escape', at('/%2567raphql'), nowhere],
    ['an escape that is none', at(`/%zz${mark}`), nowhere],
    ['an overlong escape', at('/%c0%afgraphql'), nowhere],
    ['a path that climbs', at('/graphql/../../etc/passwd'), nowhere],
    ['a path that climbs by escapes', at('/graphiql/%2e%2e/%2e%2e/package.json'), nowhere],
    ['a path that climbs by backslashes', at('/graphiql\\..\\..\\package.json'), either(nowhere, bad)],
    ['a file of the house', rawRequest(world, 'GET /graphiql/../../package.json HTTP/1.1'), nowhere],
    ['a file of the house by escapes', rawRequest(world, 'GET /graphiql/..%2f..%2fpackage.json HTTP/1.1'), nowhere],
    ['a folder of the house', rawRequest(world, 'GET /.git/config HTTP/1.1'), nowhere],
    ['a prototype name as the path', rawRequest(world, 'GET /__proto__ HTTP/1.1'), nowhere],
    ['a prototype name in the address', at('/graphql?__proto__[query]=x&constructor[prototype][query]=y'), me],
    [
      'an address of ten thousand parameters',
      at(`/graphql?${repeat(2000, (n) => `a${n}=1`, '&')}`),
      either(me, refused('HEADERS_TOO_LARGE')),
    ],
    ['a path of 20 kB', at(`/${'a'.repeat(20_000)}`), refused('HEADERS_TOO_LARGE')],
    ['a raw NUL in the path', at('/graph\0ql'), bad],
    ['bytes above ASCII in the path', at('/gr\xe1phql'), either(nowhere, bad)],
    ['a space in the path', at('/graph ql'), bad],
    ['no path', rawRequest(world, 'POST HTTP/1.1', bodyHeaders, plainBody), bad],
    ['no version', rawRequest(world, 'POST /graphql', bodyHeaders, plainBody), lenient],
    ['HTTP/0.9', ended(raw('GET /graphql\r\n')), either(bad, cut)],
    ['HTTP/1.2', rawRequest(world, 'POST /graphql HTTP/1.2', bodyHeaders, plainBody), either(me, bad)],
    ['HTTP/2.0 in words', rawRequest(world, 'POST /graphql HTTP/2.0', bodyHeaders, plainBody), lenient],
    ['another protocol', rawRequest(world, 'POST /graphql SIP/2.0', bodyHeaders, plainBody), bad],
    ['HTTP/1.0', rawRequest(world, 'POST /graphql HTTP/1.0', bodyHeaders, plainBody), me],
    [
      'HTTP/1.0 without a host',
      rawRequest(world, 'POST /graphql HTTP/1.0', bodyHeaders, plainBody, { host: null }),
      me,
    ],
    ['an empty line first', raw(Buffer.concat([Buffer.from('\r\n'), rawPost(world).bytes])), me],
    ['a header before the request line', raw(Buffer.concat([Buffer.from('x: y\r\n'), rawPost(world).bytes])), bad],
    ['line feeds alone', raw(rawPost(world).bytes.toString('latin1').replaceAll('\r\n', '\n')), lenient],
    ['carriage returns alone', raw(rawPost(world).bytes.toString('latin1').replaceAll('\r\n', '\r')), either(bad, cut)],
  ]);
}

function framing(world: World): readonly HostileCase[] {
  const type = 'content-type: application/json';
  const withHeaders = (...headers: readonly string[]) => rawRequest(world, line, [type, ...headers], plainBody);
  const chunked = (text: string, ...headers: readonly string[]) =>
    rawRequest(world, line, [type, 'transfer-encoding: chunked', ...headers], text);
  const size = plainBody.length;
  const chunk = `${size.toString(16)}\r\n${plainBody}\r\n`;
  const smuggled = `POST /graphql HTTP/1.1\r\nhost: ${mark}\r\ncontent-length: 0\r\n\r\n`;
  return rows([
    ['a length and chunks', chunked(`${chunk}0\r\n\r\n`, `content-length: ${size}`), bad],
    ['chunks and a length of nothing, a request behind', chunked(`0\r\n\r\n${smuggled}`, 'content-length: 0'), bad],
    ['two lengths', withHeaders(`content-length: ${size}`, 'content-length: 3'), bad],
    ['the same length twice', withHeaders(`content-length: ${size}`, `content-length: ${size}`), either(bad, me)],
    ['a list of lengths', withHeaders(`content-length: ${size}, ${size}`), bad],
    ['a length with a sign', withHeaders(`content-length: +${size}`), bad],
    ['a negative length', withHeaders('content-length: -1'), bad],
    ['a length in hexadecimal', withHeaders(`content-length: 0x${size.toString(16)}`), bad],
    ['a length with a space', withHeaders('content-length: 1 9'), bad],
    ['a length with a fraction', withHeaders(`content-length: ${size}.0`), bad],
    [
      'a length without a number',
      withHeaders('content-length: '),
      either(bad, refused('UNSUPPORTED_MEDIA_TYPE', 'BAD_JSON')),
    ],
    ['a length beyond every number', withHeaders('content-length: 99999999999999999999999'), bad],
    ['a length of 10 GB', withHeaders('content-length: 10737418240'), either(refused('PAYLOAD_TOO_LARGE'), cut)],
    ['a length shorter than the body', withHeaders('content-length: 5'), either(refused('BAD_JSON'), cut)],
    ['a length longer than the body', ended(withHeaders(`content-length: ${size + 5}`)), cut],
    [
      'a body without a length',
      rawRequest(world, line, [type], plainBody),
      either(cut, refused('BAD_JSON'), refused('UNSUPPORTED_MEDIA_TYPE')),
    ],
    ['a space before the colon', withHeaders(`content-length : ${size}`), bad],
    ['a coding that nobody knows', withHeaders('transfer-encoding: xchunked'), either(bad, cut)],
    ['a coding with a vertical tab', withHeaders('transfer-encoding: \x0bchunked'), bad],
    ['identity as a coding', withHeaders('transfer-encoding: identity'), either(bad, cut)],
    ['gzip after chunked', withHeaders('transfer-encoding: chunked, gzip'), either(bad, cut)],
    ['chunked twice', chunked(`${chunk}0\r\n\r\n`, 'transfer-encoding: chunked'), either(bad, me)],
    [
      'a coding over two lines',
      rawRequest(world, line, [type, 'transfer-encoding:\r\n chunked'], `${chunk}0\r\n\r\n`),
      lenient,
    ],
    [
      'chunks in HTTP/1.0',
      rawRequest(world, 'POST /graphql HTTP/1.0', [type, 'transfer-encoding: chunked'], `${chunk}0\r\n\r\n`),
      lenient,
    ],
    ['chunks as they should be', chunked(`${chunk}0\r\n\r\n`), me],
    ['a chunk a byte', chunked(`${[...plainBody].map((byte) => `1\r\n${byte}\r\n`).join('')}0\r\n\r\n`), me],
    ['a chunk size with 0x', chunked(`0x${chunk}0\r\n\r\n`), bad],
    ['a negative chunk size', chunked(`-${chunk}0\r\n\r\n`), bad],
    ['a chunk size beyond every number', chunked(`fffffffffffffffff\r\n${plainBody}\r\n0\r\n\r\n`), bad],
    ['a chunk size that is no number', chunked(`zz\r\n${plainBody}\r\n0\r\n\r\n`), bad],
    ['a chunk longer than it says', chunked(`1\r\n${plainBody}\r\n0\r\n\r\n`), bad],
    ['a chunk extension', chunked(`${size.toString(16)};${mark}=1\r\n${plainBody}\r\n0\r\n\r\n`), me],
    [
      'a chunk extension of 20 kB',
      chunked(`${size.toString(16)};a=${'x'.repeat(20_000)}\r\n${plainBody}\r\n0\r\n\r\n`),
      either(bad, page(413), cut),
    ],
    ['chunks without an end', ended(chunked(chunk)), either(bad, cut)],
    ['chunks with trailers', chunked(`${chunk}0\r\nx-trailer: ${mark}\r\n\r\n`), me],
    [
      'a token in a trailer',
      chunked(`${chunk}0\r\nauthorization: Bearer ${mark}\r\ncontent-length: 5\r\n\r\n`),
      either(me, bad, cut),
    ],
    [
      'trailers of 20 kB',
      chunked(`${chunk}0\r\nx-trailer: ${'x'.repeat(20_000)}\r\n\r\n`),
      either(me, refused('HEADERS_TOO_LARGE'), bad, cut),
    ],
    [
      'chunks beyond the limit of bytes',
      chunked(repeat(20, () => `2000\r\n${'x'.repeat(0x2000)}\r\n`, '')),
      either(refused('PAYLOAD_TOO_LARGE'), cut),
    ],
    ['two requests at once', raw(Buffer.concat([keptPost(world), rawPost(world).bytes])), [me, me]],
    [
      // More than anybody sends without waiting; they may be answered, or the connection cut.
      'twenty requests at once',
      raw(Buffer.concat([...Array.from({ length: 19 }, () => keptPost(world)), rawPost(world).bytes])),
      either(me, cut),
    ],
    [
      'a good request and then noise',
      raw(Buffer.concat([keptPost(world), Buffer.from('\x01\x02\x03 noise\r\n\r\n')])),
      // The refusal may come before the answer that is still being made.
      either(me, bad),
    ],
    [
      'a request of another method behind one with a body',
      raw(Buffer.concat([keptPost(world), rawRequest(world, 'GET /graphql HTTP/1.1').bytes])),
      [me, refused('METHOD_NOT_ALLOWED')],
    ],
  ]);
}

function keptPost(world: World): Buffer {
  return rawRequest(world, line, bodyHeaders, plainBody, { close: false }).bytes;
}

function heads(world: World): readonly HostileCase[] {
  const tooLarge = refused('HEADERS_TOO_LARGE');
  const noHost = (host: string | null) => rawRequest(world, line, bodyHeaders, plainBody, { host });
  const forged = [
    'x-forwarded-for: 127.0.0.1',
    'forwarded: for=127.0.0.1;host=localhost',
    'x-real-ip: 127.0.0.1',
    'x-original-url: /admin',
    'x-rewrite-url: /admin',
    'x-infoseg-profile: judge',
    'x-user: judge',
    'cookie: session=admin',
    'via: 1.1 gateway',
    'max-forwards: 0',
    'range: bytes=0-1',
    'if-none-match: *',
    'connection: x-infoseg-purpose, authorization',
    '__proto__: x',
    'constructor: x',
    'hasOwnProperty: x',
    'toString: x',
    'content-md5: x',
    'te: trailers',
    'keep-alive: timeout=99999',
    `baggage: ${'a=b,'.repeat(500)}`,
    'tracestate: a=b',
    'traceparent: 00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-zz',
    'traceparent: 00-00000000000000000000000000000000-0000000000000000-01',
    `traceparent: ${'0'.repeat(5000)}`,
    'accept-language: xx-YY;q=abc, en;q=-1, *;q=9e999',
    `accept-language: ${'pt,'.repeat(2000)}`,
    'accept: */*;q=0.1, text/html',
  ];
  return [
    ...forged.map((header) => ({
      name: `a header changes nothing: ${header.slice(0, 60)}`,
      sent: rawPost(world, [header]),
      right: me,
    })),
    ...rows([
      ['no host', noHost(null), either(bad, cut)],
      ['an empty host', noHost(''), either(me, bad)],
      ['a host that is no host', noHost(`a b<${mark}>`), either(me, bad)],
      ['two hosts', rawPost(world, [`host: ${mark}`]), either(me, bad)],
      ['a header without a name', rawPost(world, [': x']), bad],
      ['a header without a colon', rawPost(world, ['x-nothing']), bad],
      ['a space in a name', rawPost(world, ['x nothing: 1']), bad],
      ['a NUL in a value', rawPost(world, ['x-nul: a\0b']), bad],
      ['a NUL in a name', rawPost(world, ['x\0nul: ab']), bad],
      ['a carriage return in a value', rawPost(world, ['x-cr: a\rb']), bad],
      ['a value over two lines', rawPost(world, [`x-fold: a\r\n ${mark}`]), lenient],
      ['a delete character', rawPost(world, ['x-del: a\x7fb']), bad],
      ['bytes above ASCII', rawPost(world, ['x-high: \xff\xfe\x80']), me],
      ['one of 20 kB', rawPost(world, [`x-long: ${'x'.repeat(20_000)}`]), tooLarge],
      ['a name of 20 kB', rawPost(world, [`${'x'.repeat(20_000)}: 1`]), tooLarge],
      [
        'three thousand',
        rawPost(
          world,
          Array.from({ length: 3000 }, (_, n) => `x-${n}: 1`),
        ),
        tooLarge,
      ],
      [
        'a thousand small ones',
        rawPost(
          world,
          Array.from({ length: 1000 }, (_, n) => `a${n}:1`),
        ),
        either(me, tooLarge),
      ],
      [
        'the same two hundred times',
        rawPost(
          world,
          Array.from({ length: 200 }, () => 'x-same: 1'),
        ),
        me,
      ],
      ['100-continue', rawPost(world, ['expect: 100-continue']), me],
      ['an expectation that nobody has', rawPost(world, ['expect: 200-ok']), page(417)],
      [
        'an upgrade to WebSocket',
        rawPost(world, [
          'connection: upgrade',
          'upgrade: websocket',
          'sec-websocket-key: eA==',
          'sec-websocket-version: 13',
        ]),
        either(me, bad, cut),
      ],
      [
        'an upgrade to HTTP/2',
        rawPost(world, ['connection: upgrade, http2-settings', 'upgrade: h2c', 'http2-settings: AAMAAABk']),
        either(me, bad, cut),
      ],
      [
        'an upgrade by GET',
        rawRequest(world, 'GET /graphql HTTP/1.1', ['upgrade: websocket', 'connection: upgrade']),
        either(refused('METHOD_NOT_ALLOWED'), cut),
      ],
    ]),
  ];
}

function notHttp(): readonly HostileCase[] {
  const noise = Buffer.from(Array.from({ length: 4096 }, (_, n) => (n * 197 + 31) % 256));
  return rows(
    (
      [
        ['nothing at all', raw(''), cut],
        ['an empty line', raw('\r\n'), cut],
        ['half a request line', raw('POST /gra'), cut],
        ['half a head', raw(`POST /graphql HTTP/1.1\r\nhost: ${mark}`), cut],
        ['the preface of HTTP/2', raw('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0'), cut],
        ['a hello of TLS', raw(Buffer.from('16030100c8010000c40303', 'hex')), cut],
        ['a banner of SSH', raw('SSH-2.0-OpenSSH_9.6\r\n'), cut],
        ['a start-up message of PostgreSQL', raw(Buffer.from('0000000804d2162f', 'hex')), cut],
        ['a command of Redis', raw('*1\r\n$8\r\nFLUSHALL\r\n'), cut],
        ['an answer instead of a question', raw('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'), cut],
        ['the PROXY protocol', raw('PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n'), cut],
        ['four thousand NULs', raw(Buffer.alloc(4096)), cut],
        ['noise', raw(noise), cut],
        ['a megabyte of one letter', raw('A'.repeat(1_000_000)), cut],
        ['SMTP', raw('EHLO gateway\r\n'), cut],
      ] as const
    ).map(([name, sent, right]) => [name, ended(sent), right] as const),
  );
}

function contentTypes(world: World): readonly HostileCase[] {
  const typed = (type: string, body: Buffer | string = plainBody) =>
    post(world, body, { headers: { 'content-type': type } });
  const refusedTypes = [
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain;application/json',
    'application/graphql',
    'application/graphql+json',
    'application/jsonx',
    'application/json; charset=utf-16',
    'application/json; charset=utf-16le',
    'application/json; charset=utf-7',
    'application/json; charset=utf-32',
    'application/json; charset=iso-8859-1',
    'application/json; charset=windows-1252',
    'application/json; charset=shift_jis',
    'application/json; charset=iso-2022-jp',
    'application/json; charset=ebcdic-us',
    'application/json; charset=utf-8; charset=utf-16',
    'application/json; charset=utf-8, text/html',
    'application/json, text/plain',
    'application/json; boundary=x',
    `application/json; charset=${'u'.repeat(8000)}`,
    'text/json',
    'json',
    '*/*',
    ' ',
  ];
  const goodTypes = [
    'application/json',
    'APPLICATION/JSON',
    'application/json;charset=UTF-8',
    'application/json; charset="utf-8"',
  ];
  return [
    ...refusedTypes.map((type) => ({
      name: `a body of the type ${type.slice(0, 60)}`,
      sent: typed(type),
      // Fastify finds that some are no types at all.
      right: refused('UNSUPPORTED_MEDIA_TYPE', 'BAD_REQUEST'),
    })),
    ...goodTypes.map((type) => ({ name: `a body of the type ${type}`, sent: typed(type), right: me })),
    {
      name: 'a mutation posted as a form',
      sent: typed('application/x-www-form-urlencoded', 'query=mutation%7B__typename%7D'),
      right: refused('UNSUPPORTED_MEDIA_TYPE'),
    },
    {
      name: 'an upload in parts',
      sent: typed(
        'multipart/form-data; boundary=x',
        `--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${plainBody}\r\n--x--\r\n`,
      ),
      right: refused('UNSUPPORTED_MEDIA_TYPE'),
    },
    {
      name: 'no type',
      sent: rawRequest(world, line, [`content-length: ${plainBody.length}`], plainBody),
      right: refused('UNSUPPORTED_MEDIA_TYPE'),
    },
    {
      name: 'two types',
      sent: rawPost(world, ['content-type: text/plain']),
      right: either(me, refused('UNSUPPORTED_MEDIA_TYPE')),
    },
  ];
}

function encodings(world: World): readonly HostileCase[] {
  const bomb = Buffer.alloc(20_000_000);
  const coded = (coding: string, body: Buffer) => post(world, body, { headers: { 'content-encoding': coding } });
  const packed: readonly (readonly [string, string, Buffer])[] = [
    ['gzip', 'gzip', gzipSync(plainBody)],
    ['capitals', 'GZIP', gzipSync(plainBody)],
    ['a bomb of gzip', 'gzip', gzipSync(bomb)],
    ['a bomb of brotli', 'br', brotliCompressSync(bomb)],
    ['a bomb of deflate', 'deflate', deflateSync(bomb).subarray(0, 90_000)],
    ['a bomb in a bomb', 'gzip, gzip', gzipSync(gzipSync(bomb))],
    ['zstd', 'zstd', Buffer.from('28b52ffd0400', 'hex')],
    ['compress', 'compress', Buffer.from('1f9d90', 'hex')],
    ['identity and gzip', 'identity, gzip', gzipSync(plainBody)],
    ['nothing known', 'once', Buffer.from(plainBody)],
    ['a hundred times gzip', Array.from({ length: 100 }, () => 'gzip').join(', '), gzipSync(plainBody)],
  ];
  return [
    ...packed.map(([name, coding, body]) => ({
      name: `a packed body: ${name}`,
      sent: coded(coding, body),
      right: refused('UNSUPPORTED_MEDIA_TYPE'),
    })),
    { name: 'identity as the coding', sent: coded('identity', Buffer.from(plainBody)), right: me },
    { name: 'a packed body that does not say so', sent: post(world, gzipSync(plainBody)), right: refused('BAD_JSON') },
  ];
}

function negotiation(world: World): readonly HostileCase[] {
  const accepting = (accept: string) => post(world, plainBody, { headers: { accept } });
  const preflight = (headers: Readonly<Record<string, string>>) => ({
    ...post(world, ''),
    method: 'OPTIONS',
    headers: { 'access-control-request-method': 'POST', ...headers },
    body: null,
  });
  const refusedTypes = [
    'text/html',
    'multipart/mixed; deferSpec=20220824',
    'text/event-stream',
    'image/*',
    ';',
    'a/b;q=1',
  ];
  const origins = ['https://evil.example', 'null', 'http://localhost', 'file://', 'https://gateway.evil.example'];
  return [
    ...refusedTypes.map((accept) => ({
      name: `a client that reads only ${accept}`,
      sent: accepting(accept),
      right: refused('NOT_ACCEPTABLE'),
    })),
    {
      name: 'a client that reads anything, said too late',
      sent: accepting(`${'text/html,'.repeat(900)}*/*`),
      right: either(me, refused('NOT_ACCEPTABLE')),
    },
    { name: 'a client of the new media type', sent: accepting('application/graphql-response+json'), right: me },
    {
      name: 'a client that says nothing of what it reads',
      sent: accepting(''),
      right: either(me, refused('NOT_ACCEPTABLE')),
    },
    ...origins.map((origin) => ({
      name: `a page of ${origin} asks`,
      sent: post(world, plainBody, { headers: { origin } }),
      right: me,
      unsaid: origin === 'null' ? [] : [origin],
    })),
    ...origins.map((origin) => ({
      name: `a page of ${origin} asks beforehand`,
      sent: preflight({ origin, 'access-control-request-headers': 'authorization, x-evil' }),
      right: page(204, /^$/),
      unsaid: origin === 'null' ? [] : [origin],
    })),
    {
      name: 'a preflight for another method',
      sent: preflight({ origin: 'null', 'access-control-request-method': 'DELETE' }),
      right: page(204, /^$/),
    },
    {
      name: 'a preflight for ten thousand headers',
      sent: preflight({ origin: 'null', 'access-control-request-headers': 'x,'.repeat(5000) }),
      right: page(204, /^$/),
    },
    { name: 'a preflight without an origin', sent: preflight({}), right: page(204, /^$/) },
    {
      name: 'a link that was followed',
      sent: {
        ...post(world, ''),
        method: 'GET',
        headers: { ...headersOf(world), 'sec-fetch-mode': 'navigate' },
        body: null,
      },
      right: refused('METHOD_NOT_ALLOWED'),
    },
  ];
}

function slowOnes(world: World): readonly HostileCase[] {
  const late = refused('REQUEST_TIMED_OUT');
  return rows([
    ['a head that never ends', raw('POST /graphql HTTP/1.1\r\nhost: gateway\r\nx-slow: '), late],
    ['a request line that never ends', raw('POST /graphql'), either(late, cut)],
    ['a body that never comes', rawRequest(world, line, ['content-type: application/json', 'content-length: 9']), late],
    [
      'a body that never ends',
      rawRequest(world, line, ['content-type: application/json', 'content-length: 1000'], '{"query":'),
      late,
    ],
    [
      'chunks that never end',
      rawRequest(world, line, ['content-type: application/json', 'transfer-encoding: chunked'], '1\r\n{\r\n'),
      late,
    ],
    [
      'a chunk size that never ends',
      rawRequest(world, line, ['content-type: application/json', 'transfer-encoding: chunked'], '1'),
      late,
    ],
  ]);
}

export const http: Family = {
  name: 'HTTP',
  cases: (world) => [
    ...methods(world),
    ...requestLines(world),
    ...framing(world),
    ...heads(world),
    ...notHttp(),
    ...contentTypes(world),
    ...encodings(world),
    ...negotiation(world),
    ...slowOnes(world),
  ],
};
