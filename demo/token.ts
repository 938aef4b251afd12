// npm run -s token -- --profile patrol [--state SP] [--body NAME] [--unit UNIT] [--court COURT] [--level 2]
// Prints a token of the demo network and nothing else. It signs with the issuer's own key, so no network needs to run.
import { KeyError } from '#kit/wire/keys.ts';
import { mintToken, readIssuerKey, TokenRequestError } from './issuer.ts';

const argumentNames = ['profile', 'state', 'body', 'unit', 'court', 'level'];

try {
  const request = readArguments(process.argv.slice(2));
  process.stdout.write(`${await mintToken(readIssuerKey(process.env['DATA_DIR'] || '.data'), request)}\n`);
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

function readArguments(given: readonly string[]): Record<string, unknown> {
  const request: Record<string, unknown> = {};
  for (let at = 0; at < given.length; at += 1) {
    const [, name = '', inline] = /^--([a-z]+)(?:=(.*))?$/s.exec(given[at] ?? '') ?? [];
    if (!argumentNames.includes(name)) {
      throw new TokenRequestError(
        `argument ${at + 1} is unknown; ${argumentNames.map((known) => `--${known}`).join(', ')} are known`,
      );
    }
    if (Object.hasOwn(request, name)) throw new TokenRequestError(`--${name} is given twice`);
    const value = inline ?? given[(at += 1)];
    if (value === undefined || value === '' || (inline === undefined && value.startsWith('--'))) {
      throw new TokenRequestError(`--${name} needs a value`);
    }
    request[name] = name === 'level' ? Number(value) : value;
  }
  if (request['profile'] === undefined) throw new TokenRequestError('--profile is needed');
  return request;
}

function explain(error: unknown): string {
  if (error instanceof TokenRequestError)
    return error.message.replace(/^(profile|state|body|unit|court|level) /, '--$1 ');
  if (error instanceof KeyError && error.code === 'KEY_FILE_UNREADABLE') {
    return 'DATA_DIR: the issuer has no key there yet; run npm start first.';
  }
  if (error instanceof KeyError) return error.message;
  throw error;
}
