// The stored operations: the one source of GraphiQL's tabs, of the README's answers, of the journeys and of the benchmark. A file is a
// header of `# name: value` lines, which says who asks, why, and with which identifiers of the nation's story, and one operation.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Kind, parse } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { profiles } from '#kit/caller.ts';
import type { Profile } from '#kit/caller.ts';
import { checkIntent, IntentError } from '#kit/intent.ts';
import type { Purpose } from '#kit/profiles.ts';
import { purposesOf } from '#kit/rules/policy.ts';

export interface StoredOperation {
  /** Its name in the folder. */
  readonly file: string;
  /** Place among the explorer's tabs, from 1; absent where it is no tab. */
  readonly tab?: number;
  readonly title: string;
  readonly profile: Profile;
  readonly purpose?: Purpose;
  /** In the canonical form of its kind. */
  readonly case?: string;
  readonly justification?: string;
  /** Where each variable's value stands in the story of the nation: `plate` in `stolenPlate.plate`. */
  readonly storyVariables: Readonly<Record<string, string>>;
  /** What is sent: the file without its header. */
  readonly text: string;
  readonly operationName: string;
}

/** The message names the file and what is expected in it. */
export class OperationFileError extends Error {
  override readonly name = 'OperationFileError';
  readonly code = 'BAD_OPERATION_FILE';
}

/** The folder of the operations that belong to the network itself. */
export const operationsFolder = fileURLToPath(new URL('./operations', import.meta.url));

/** The operations of a folder: the tabs in their order, then the others by file. Throws OperationFileError. */
export function readOperations(folder: string): readonly StoredOperation[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.graphql'));
  const operations = files.sort().map((file) => parseStoredOperation(file, readFileSync(join(folder, file), 'utf8')));
  requireOne('tab', operations);
  requireOne('operationName', operations);
  return Object.freeze(
    operations.sort((a, b) => (a.tab ?? Infinity) - (b.tab ?? Infinity) || (a.file < b.file ? -1 : 1)),
  );
}

const headerNames = ['tab', 'title', 'profile', 'purpose', 'case', 'justification', 'variables'] as const;
type Header = Readonly<Partial<Record<(typeof headerNames)[number], string>>>;

/** `file` is for messages only. Throws OperationFileError. */
export function parseStoredOperation(file: string, content: string): StoredOperation {
  const refuse = (sentence: string): never => {
    throw new OperationFileError(`${file}: ${sentence}`);
  };
  const { header, text } = splitHeader(content, refuse);
  const operation = onlyOperation(text, refuse);
  return Object.freeze({
    file,
    ...(header.tab !== undefined && { tab: tabNumber(header.tab, refuse) }),
    title: header.title ?? refuse('the header needs a line `# title: …`'),
    ...whoAndWhy(header, refuse),
    storyVariables: storyVariablesOf(header.variables, operation, refuse),
    text,
    operationName: operation.name?.value ?? refuse('the operation needs a name'),
  });
}

/**
 * The values of an operation's variables, taken from the story. Throws OperationFileError where a path leads to nothing that can be typed
 * into a variable.
 */
export function variablesFrom(
  operation: StoredOperation,
  story: unknown,
): Readonly<Record<string, string | number | boolean>> {
  const values: Record<string, string | number | boolean> = {};
  for (const [name, path] of Object.entries(operation.storyVariables)) {
    const value = path.split('.').reduce<unknown>(memberOf, story);
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      throw new OperationFileError(`${operation.file}: the story has no value at ${path} for $${name}`);
    values[name] = value;
  }
  return Object.freeze(values);
}

type Refuse = (sentence: string) => never;

/** The header ends at the first line that is no comment; comments after it belong to the text. */
function splitHeader(content: string, refuse: Refuse): { readonly header: Header; readonly text: string } {
  const lines = content.split('\n');
  const length = lines.findIndex((line) => !line.startsWith('#'));
  const header: { -readonly [Name in keyof Header]: Header[Name] } = {};
  for (const line of lines.slice(0, length)) {
    const [, key = '', value = ''] = /^# ([a-z]+): (\S.*)$/.exec(line) ?? [];
    const name = headerNames.find((known) => known === key);
    if (!name) return refuse(`a header line is \`# name: value\` with one of ${headerNames.join(', ')}`);
    if (header[name] !== undefined) return refuse(`the header has ${name} twice`);
    header[name] = value.trim();
  }
  return { header, text: `${lines.slice(length).join('\n').trim()}\n` };
}

function whoAndWhy(
  header: Header,
  refuse: Refuse,
): Pick<StoredOperation, 'profile' | 'purpose' | 'case' | 'justification'> {
  const profile = profiles.find((known) => known === header.profile);
  if (!profile) return refuse(`the header needs a line \`# profile: …\` with one of ${profiles.join(', ')}`);
  try {
    const intent = checkIntent({
      purpose: header.purpose,
      caseNumber: header.case,
      justification: header.justification,
    });
    if (intent.purpose && !purposesOf(profile).includes(intent.purpose))
      return refuse(`${profile} may not state this purpose`);
    return {
      profile,
      ...(intent.purpose && { purpose: intent.purpose }),
      ...(intent.caseNumber && { case: intent.caseNumber }),
      ...(intent.justification && { justification: intent.justification }),
    };
  } catch (error) {
    if (error instanceof IntentError) return refuse(`purpose, case or justification: ${error.code}`);
    throw error;
  }
}

function onlyOperation(text: string, refuse: Refuse): OperationDefinitionNode {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch {
    return refuse('the text after the header is not GraphQL');
  }
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (!operation || operations.length > 1) return refuse('a file holds one operation');
  return operation;
}

function tabNumber(text: string, refuse: Refuse): number {
  const tab = Number(text);
  return Number.isSafeInteger(tab) && tab >= 1 ? tab : refuse('tab is a whole number from 1');
}

/** `plate = stolenPlate.plate, cpf = namesakes.people.0.cpf` */
function storyVariablesOf(
  line: string | undefined,
  operation: OperationDefinitionNode,
  refuse: Refuse,
): Readonly<Record<string, string>> {
  const paths = new Map<string, string>();
  for (const pair of line?.split(',') ?? []) {
    const [, name, path] = /^\s*([A-Za-z_]\w*) = (\w+(?:\.\w+)*)\s*$/.exec(pair) ?? [];
    if (name === undefined || path === undefined) return refuse('variables is a list of `name = path.in.the.story`');
    if (paths.has(name)) return refuse(`$${name} is given twice`);
    paths.set(name, path);
  }
  const declared = operation.variableDefinitions ?? [];
  for (const name of paths.keys())
    if (!declared.some(({ variable }) => variable.name.value === name))
      return refuse(`the operation has no variable $${name}`);
  for (const { variable, type, defaultValue } of declared)
    if (type.kind === Kind.NON_NULL_TYPE && !defaultValue && !paths.has(variable.name.value))
      return refuse(`$${variable.name.value} needs a value from the story`);
  return Object.freeze(Object.fromEntries(paths));
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function requireOne(member: 'tab' | 'operationName', operations: readonly StoredOperation[]): void {
  const seen = new Map<string | number, string>();
  for (const { file, [member]: value } of operations) {
    if (value === undefined) continue;
    const other = seen.get(value);
    if (other !== undefined) throw new OperationFileError(`${file}: has the ${member} of ${other}`);
    seen.set(value, file);
  }
}
