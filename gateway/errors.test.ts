import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  describeInvalid,
  fieldCodes,
  formatFieldError,
  formatRefusal,
  languageOf,
  languages,
  messageOf,
  refusalCodes,
  RequestRefused,
} from './errors.ts';

describe('every code', () => {
  it('has a sentence in every language', () => {
    for (const code of [...refusalCodes, ...fieldCodes]) {
      for (const language of languages) expect(messageOf(code, language, 7)).toMatch(/^\S.*\.$/);
    }
  });

  it('of a refusal has an HTTP status that says so', () => {
    for (const code of refusalCodes) expect(new RequestRefused(code).status).toBeGreaterThanOrEqual(400);
  });
});

describe('a refusal', () => {
  it('tells the number of the limit', () => {
    const { status, body } = formatRefusal(new RequestRefused('TOO_DEEP', { limit: 16 }), 'en');
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      { message: 'The query exceeds 16 levels.', extensions: { code: 'TOO_DEEP', limit: 16 } },
    ]);
  });

  it('names the scheme with a 401, the method with a 405 and the wait with a 429', () => {
    expect(formatRefusal(new RequestRefused('NO_TOKEN')).headers).toEqual({ 'www-authenticate': 'Bearer' });
    expect(formatRefusal(new RequestRefused('METHOD_NOT_ALLOWED')).headers).toEqual({ allow: 'POST' });
    expect(formatRefusal(new RequestRefused('RATE_LIMITED', { retryAfterS: 0.2 })).headers).toEqual({
      'retry-after': '1',
    });
  });

  it.each([
    ['ADDRESS', 'This network address has passed the limit of 12 requests a minute; wait.'],
    ['CALLER', 'You have passed your limit of 12 requests a minute; wait.'],
    ['AGENCY', 'Your agency has passed the limit of 12 requests a minute; wait.'],
    ['CPF_MINUTE', 'You have passed your limit of 12 different CPFs a minute; wait.'],
    ['CPF_HOUR', 'You have passed your limit of 12 different CPFs an hour; wait.'],
  ] as const)('says whose rate was passed: %s', (rate, message) => {
    const { status, headers, body } = formatRefusal(
      new RequestRefused('RATE_LIMITED', { rate, limit: 12, retryAfterS: 41 }),
      'en',
    );
    expect([status, headers['retry-after']]).toEqual([429, '41']);
    expect(body.errors).toEqual([{ message, extensions: { code: 'RATE_LIMITED', rate, limit: 12, retryAfterS: 41 } }]);
  });

  it('keeps everything else to itself', () => {
    const error = Object.assign(new Error('select * from person where cpf = 52998224725 at 10.0.0.7'), {
      code: '42P01',
    });
    const { status, body } = formatRefusal(error);
    expect(status).toBe(500);
    expect(body).toEqual({ errors: [{ message: 'Falha interna.', extensions: { code: 'INTERNAL' } }] });
    expect(formatRefusal('thrown text').body.errors[0]?.extensions.code).toBe('INTERNAL');
  });

  it('takes the code, and only the code, of a refusal made elsewhere', () => {
    const error = Object.assign(new Error('secret'), { code: 'TOKEN_REVOKED' });
    expect(formatRefusal(error)).toMatchObject({ status: 401 });
    expect(JSON.stringify(formatRefusal(error))).not.toContain('secret');
  });
});

describe('an error of a field', () => {
  it('says path, rule and what is needed', () => {
    expect(formatFieldError('UNAUTHORIZED_FIELD_OR_TYPE', ['a', 0], { rule: 'A.b', needs: ['case'] })).toEqual({
      message: 'Seu perfil não consulta este campo nas condições informadas.',
      path: ['a', 0],
      extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', rule: 'A.b', needs: ['case'] },
    });
  });
});

describe('an invalid query', () => {
  const schema = buildSchema('type Query { person(cpf: Int): Int secretNumber: Int }');
  const problem = (text: string) => describeInvalid(validate(schema, parse(text))[0]!);

  it('is described by its names and places, without suggestions', () => {
    expect(problem('{ secretNumbr }')).toEqual({
      text: 'Cannot query field "secretNumbr" on type "Query".',
      locations: [{ line: 1, column: 3 }],
    });
  });

  it('never repeats a value', () => {
    const { text, locations } = problem('{ person(cpf: "52998224725") }');
    expect(text).toBe('');
    expect(locations).toHaveLength(1);
  });
});

describe('the language', () => {
  it.each([
    [undefined, 'pt-BR'],
    ['en-US,en;q=0.9', 'en'],
    ['de, es;q=0.5, en;q=0.4', 'es'],
    ['pt;q=0.1, es;q=0.9', 'es'],
    ['en;q=0', 'pt-BR'],
    [';;;,,,q=', 'pt-BR'],
  ])('of %s is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
