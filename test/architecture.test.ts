// The shape of the house: imports point one way, nothing goes round in circles, and every source has the same rooms.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = ['individuals', 'vehicles', 'mercosul', 'weapons', 'warrants'];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = ['gateway', 'subgraphs', 'demo', 'test'].flatMap((folder) => typescriptIn(join(root, folder)));
const imports = files.flatMap(importsOf);
const isTest = (file: string) => file.startsWith('test/') || file.endsWith('.test.ts');

function typescriptIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name === 'node_modules' || entry.name === 'dist' || entry.name === 'graphiql'
        ? []
        : typescriptIn(path);
    return entry.name.endsWith('.ts') ? [relative(root, path)] : [];
  });
}

function importsOf(from: string): readonly Import[] {
  const text = readFileSync(join(root, from), 'utf8');
  return [...text.matchAll(/^(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'/gms)].flatMap(
    ([, type, target = '']) => {
      const to = target.startsWith('#kit/')
        ? join('subgraphs/kit', target.slice('#kit/'.length))
        : target.startsWith('.')
          ? relative(root, resolve(root, dirname(from), target))
          : null;
      return to === null ? [] : [{ from, to, typeOnly: type !== undefined }];
    },
  );
}

/** Whose file it is. */
function roomOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'subgraphs' && (second === 'kit' || second === 'national-index' || sources.includes(second))
    ? second
    : top;
}

function offenders(forbidden: (one: Import) => boolean): readonly string[] {
  return imports.filter(forbidden).map(({ from, to }) => `${from} -> ${to}`);
}

describe('imports point one way', () => {
  test('every import leads to a file', () => {
    expect(imports.length).toBeGreaterThan(500);
    expect(imports.filter(({ to }) => !existsSync(join(root, to)))).toEqual([]);
  });

  test('the kit imports nothing of ours but itself', () => {
    expect(offenders(({ from, to }) => roomOf(from) === 'kit' && roomOf(to) !== 'kit')).toEqual([]);
  });

  test('identifiers, the lowest layer, import nothing of the rest of the kit', () => {
    const at = 'subgraphs/kit/identifiers/';
    expect(offenders(({ from, to }) => from.startsWith(at) && !to.startsWith(at))).toEqual([]);
  });

  test('a source sees the kit and itself', () => {
    const own = [...sources, 'national-index'];
    const beyond = ({ from, to }: Import) => own.includes(roomOf(from)) && ![roomOf(from), 'kit'].includes(roomOf(to));
    expect(offenders((one) => !isTest(one.from) && beyond(one))).toEqual([]);
  });

  test('gateway and sources never import each other', () => {
    const beyond = ({ from, to }: Import) => roomOf(from) === 'gateway' && !['gateway', 'kit'].includes(roomOf(to));
    expect(offenders((one) => !isTest(one.from) && beyond(one))).toEqual([]);
  });

  test('nobody imports the demo or the tests but they themselves', () => {
    const outside = (file: string) => !isTest(file) && !file.startsWith('demo/');
    expect(offenders(({ from, to }) => outside(from) && (to.startsWith('demo/') || to.startsWith('test/')))).toEqual(
      [],
    );
    expect(offenders(({ from, to }) => from.startsWith('demo/') && to.startsWith('test/'))).toEqual([]);
  });

  test('no file imports itself by a detour', () => {
    const next = Map.groupBy(
      imports.filter(({ typeOnly }) => !typeOnly),
      ({ from }) => from,
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) return void circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      if (done.has(file)) return;
      for (const { to } of next.get(file) ?? []) walk(to, [...path, file]);
      done.add(file);
    };
    for (const file of files) walk(file, []);
    expect(circles).toEqual([]);
  });
});

describe('siblings are alike', () => {
  const expected = [
    'README.md',
    'index-entry.ts',
    'main.ts',
    'migrations',
    'present.ts',
    'record.ts',
    'records.ts',
    'schema.generated.ts',
    'schema.graphql',
    'source.ts',
  ];

  test.each(sources)('%s has the files of every source', (source) => {
    expect(readdirSync(join(root, 'subgraphs', source))).toEqual(expect.arrayContaining(expected));
  });

  test.each(sources)('%s holds SQL in records.ts alone', (source) => {
    const folder = join(root, 'subgraphs', source);
    const withSql = readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .filter((name) => /\bsql(<[^`]*>)?`/.test(readFileSync(join(folder, name), 'utf8')));
    expect(withSql).toEqual(['records.ts']);
  });
});

describe('the code keeps its habits', () => {
  const own = files.filter((file) => !file.includes('.generated.'));
  const having = (pattern: RegExp, among = own) =>
    among.filter((file) => pattern.test(readFileSync(join(root, file), 'utf8')));

  test('no file is an index, a drawer of utilities, or has a default export (tool configuration apart)', () => {
    expect(own.filter((file) => /(^|\/)(index|utils|helpers|misc)\.ts$/.test(file))).toEqual([]);
    expect(having(/^export default /m)).toEqual(['test/vitest.config.ts']);
  });

  test('no test is skipped by hand, and nothing is left for later', () => {
    expect(having(/\b(test|it|describe)\.(only|todo)\(/)).toEqual([]);
    expect(having(/\b(TODO|FIXME|XXX)\b/).filter((file) => file !== 'test/architecture.test.ts')).toEqual([]);
  });

  test('processes begin in main.ts files and in the commands of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const commands = Object.values(scripts).flatMap((line) =>
      [...line.matchAll(/node (\S+\.ts)/g)].map(([, file]) => file),
    );
    const begins = having(/^await (start|run|startSource|startGateway)\(/m).filter(
      (file) => !file.endsWith('.test.ts'),
    );
    expect(begins.filter((file) => !file.endsWith('/main.ts') && !commands.includes(file))).toEqual([]);
  });
});
