import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { processNumberFrom } from '#kit/identifiers/process-number.ts';
import { OperationFileError, parseStoredOperation, readOperations, variablesFrom } from './operations.ts';

const header = [
  '# tab: 1',
  '# title: Abordagem',
  '# profile: patrol',
  '# purpose: STOP',
  '# variables: plate = stolenPlate.plate',
];
const body = '# Comentário do texto.\nquery Abordagem($plate: String!) { vehicles(plates: [$plate]) { plate } }\n';

const parsed = (lines: readonly string[] = header, text: string = body) =>
  parseStoredOperation('x.graphql', `${lines.join('\n')}\n\n${text}`);
const without = (name: string) => header.filter((line) => !line.startsWith(`# ${name}:`));
const withLine = (line: string) => [...without(line.slice(2, line.indexOf(':'))), line];

describe('a stored operation', () => {
  it('says who asks, why, and where its variables stand in the story', () => {
    expect(parsed()).toEqual({
      file: 'x.graphql',
      tab: 1,
      title: 'Abordagem',
      profile: 'patrol',
      purpose: 'STOP',
      storyVariables: { plate: 'stolenPlate.plate' },
      text: body,
      operationName: 'Abordagem',
    });
  });

  it('sends its own comments and not its header', () => {
    expect(parsed().text.startsWith('# Comentário do texto.\nquery')).toBe(true);
  });

  it('is frozen', () => {
    expect(Object.isFrozen(parsed())).toBe(true);
    expect(Object.isFrozen(parsed().storyVariables)).toBe(true);
  });

  it('may be no tab, and may state no purpose', () => {
    const { tab, purpose } = parsed(without('tab').filter((line) => !line.includes('purpose')));
    expect([tab, purpose]).toEqual([undefined, undefined]);
  });

  it('keeps a case in its canonical form', () => {
    const process = processNumberFrom({ sequence: '0000001', year: 2026, segment: '8', court: '17', origin: 1 });
    const lines = [
      ...without('profile').filter((line) => !line.includes('purpose')),
      '# profile: judge',
      '# purpose: JUDGMENT',
    ];
    expect(
      parsed([...lines, `# case: ${process.slice(0, 7)}-${process.slice(7, 9)}.${process.slice(9, 13)}.8.17.0001`])
        .case,
    ).toBe(process);
  });

  it.each([
    ['no title', without('title'), /needs a line `# title/],
    ['no profile', without('profile'), /needs a line `# profile/],
    ['a profile that is not known', withLine('# profile: root'), /one of patrol/],
    ['a purpose that is not known', withLine('# purpose: CURIOSITY'), /BAD_PURPOSE/],
    ['a purpose that the profile may not state', withLine('# purpose: JUDGMENT'), /CASE_REQUIRED/],
    ['a case where none is expected', withLine('# case: IP-2026-000001'), /CASE_NOT_EXPECTED/],
    ['a name that is not known', [...header, '# author: me'], /one of tab, title/],
    ['a line that is no pair', [...header, '#plate'], /a header line is/],
    ['a name twice', [...header, '# title: Outra'], /title twice/],
    ['a tab that is no number', withLine('# tab: first'), /tab is a whole number/],
    ['variables that are no list', withLine('# variables: plate: x'), /name = path/],
    ['a variable twice', withLine('# variables: plate = a, plate = b'), /\$plate is given twice/],
    ['a variable that the operation has not', withLine('# variables: plate = a, cpf = b'), /no variable \$cpf/],
    ['a required variable without a value', without('variables'), /\$plate needs a value/],
  ])('is refused with %s', (_what, lines, sentence) => {
    expect(() => parsed(lines)).toThrow(OperationFileError);
    expect(() => parsed(lines)).toThrow(sentence);
    expect(() => parsed(lines)).toThrow(/^x\.graphql: /);
  });

  it('is refused where the profile may not state its purpose, even with a good case', () => {
    const lines = ['# title: T', '# profile: patrol', '# purpose: INVESTIGATION', '# case: IP-2026-000001'];
    expect(() => parsed(lines, 'query T { me { id } }')).toThrow(/patrol may not state this purpose/);
  });

  it.each([
    ['two operations', 'query A { me { id } } query B { me { id } }', /one operation/],
    ['none', 'fragment F on Me { id }', /one operation/],
    ['no name', '{ me { id } }', /needs a name/],
    ['no GraphQL', 'SELECT 1', /not GraphQL/],
  ])('is refused with %s', (_what, text, sentence) => {
    expect(() => parsed(['# title: T', '# profile: patrol'], text)).toThrow(sentence);
  });
});

describe('the variables of a stored operation', () => {
  const operation = parsed(withLine('# variables: plate = people.1.plate'));

  it('are taken from the story by path, lists by position', () => {
    expect(variablesFrom(operation, { people: [{}, { plate: 'ABC1234' }] })).toEqual({ plate: 'ABC1234' });
  });

  it.each([
    ['an absent member', { people: [] }],
    ['an object', { people: [{}, { plate: { text: 'ABC1234' } }] }],
    ['what a prototype would supply', { people: [{}, Object.create({ plate: 'ABC1234' })] }],
    ['nothing at all', undefined],
  ])('are refused for %s', (_what, story) => {
    expect(() => variablesFrom(operation, story)).toThrow(
      /x\.graphql: the story has no value at people\.1\.plate for \$plate/,
    );
  });
});

describe('a folder of stored operations', () => {
  const folders: string[] = [];
  const folderOf = (files: Readonly<Record<string, string>>): string => {
    const folder = mkdtempSync(join(tmpdir(), 'operations-'));
    folders.push(folder);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return folder;
  };
  const file = (name: string, tab?: number) =>
    `${tab ? `# tab: ${tab}\n` : ''}# title: ${name}\n# profile: patrol\n\nquery ${name} { me { id } }\n`;
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  it('gives the tabs in their order and the others after them, by file', () => {
    const folder = folderOf({
      'a.graphql': file('A'),
      'b.graphql': file('B', 2),
      'c.graphql': file('C', 1),
      'd.graphql': file('D'),
    });
    expect(readOperations(folder).map(({ title }) => title)).toEqual(['C', 'B', 'A', 'D']);
  });

  it('leaves other files alone', () => {
    expect(readOperations(folderOf({ 'README.md': '# not a header' }))).toEqual([]);
  });

  it('refuses two files with one tab, and two with one operation name', () => {
    expect(() => readOperations(folderOf({ 'a.graphql': file('A', 1), 'b.graphql': file('B', 1) }))).toThrow(
      'b.graphql: has the tab of a.graphql',
    );
    expect(() => readOperations(folderOf({ 'a.graphql': file('A'), 'b.graphql': file('A') }))).toThrow(
      'b.graphql: has the operationName of a.graphql',
    );
  });
});
