// A rule under another name would compose, and be enforced by nobody (Apollo's router let such rules pass: GHSA-g8jh-vg5j-4h3f). Every
// way that the link specification has of renaming is tried on every source, the index among them.
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { accessDirectives, harvestRules, HarvestError } from '#kit/rules/harvest.ts';
import { composeSupergraph, CompositionRefused } from '../../gateway/supergraph/compose.ts';
import { schemas } from './schema-edits.ts';

const federation = /@link\(\s*url: "(https:\/\/specs\.apollo\.dev\/federation\/[^"]+)"\s*import: \[([^\]]*)\]\s*\)/;
const rules = /@link\(url: "(https:\/\/specs\.infoseg\.example\/rules\/[^"]+)", import: \[([^\]]*)\]\)/;
const ours = ['masked', 'subject'] as const;

/** Every use of the directive, by another name; its import stays. */
function used(sdl: string, directive: string, by: string): string {
  return sdl.replaceAll(new RegExp(`(?<!["\\w])@${directive}\\b`, 'g'), `@${by}`);
}

interface Renaming {
  readonly what: string;
  readonly edit: (sdl: string) => string;
  readonly sentence: string;
}

const renamings: readonly Renaming[] = [
  ...accessDirectives.flatMap((directive): readonly Renaming[] => [
    {
      what: `@${directive} imported under another name`,
      edit: (sdl) =>
        used(sdl.replace(`"@${directive}"`, `{ name: "@${directive}", as: "@lenient" }`), directive, 'lenient'),
      sentence: `@${directive} is imported under another name`,
    },
    {
      what: `@${directive} used under the prefix of its specification`,
      edit: (sdl) => used(sdl.replace(`"@${directive}", `, ''), directive, `federation__${directive}`),
      sentence: `@federation__${directive} is used under a prefixed name`,
    },
    {
      what: `the specification of @${directive} alone, linked under another name`,
      edit: (sdl) =>
        used(sdl.replace(`"@${directive}", `, ''), directive, 'lenient').replace(
          'extend schema',
          `extend schema @link(url: "https://specs.apollo.dev/${directive}/v0.1", as: "lenient", for: SECURITY)`,
        ),
      sentence: `@link of ${directive} has another name`,
    },
    {
      what: `another directive imported as @${directive}`,
      edit: (sdl) => sdl.replace(`"@${directive}"`, `{ name: "@tag", as: "@${directive}" }`),
      sentence: `another directive is imported as @${directive}`,
    },
    {
      what: `the specification linked a second time, for @${directive} under another name`,
      edit: (sdl) =>
        used(sdl, directive, 'lenient').replace(
          'extend schema',
          `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@${directive}", as: "@lenient" }])`,
        ),
      sentence: `@${directive} is imported under another name`,
    },
  ]),
  {
    what: 'the whole specification under another prefix',
    edit: (sdl) => {
      const [, url = '', imports = ''] = federation.exec(sdl) ?? [];
      const names = [...imports.matchAll(/"@(\w+)"/g)].map(([, name]) => name ?? '');
      const linked = sdl.replace(federation, `@link(url: "${url}", as: "fed")`);
      return names.reduce((text, name) => used(text, name, `fed__${name}`), linked);
    },
    sentence: '@link of federation has another name',
  },
  {
    what: 'the whole specification without an import',
    edit: (sdl) => {
      const [, url = '', imports = ''] = federation.exec(sdl) ?? [];
      const names = [...imports.matchAll(/"@(\w+)"/g)].map(([, name]) => name ?? '');
      const linked = sdl.replace(federation, `@link(url: "${url}")`);
      return names.reduce((text, name) => used(text, name, `federation__${name}`), linked);
    },
    sentence: '@federation__authenticated is used under a prefixed name',
  },
  ...ours.flatMap((directive): readonly Renaming[] => [
    {
      what: `@${directive} imported under another name`,
      edit: (sdl) =>
        used(
          sdl.replace(rules, (link) => link.replace(`"@${directive}"`, `{ name: "@${directive}", as: "@lenient" }`)),
          directive,
          'lenient',
        ).replace(`@composeDirective(name: "@${directive}")`, '@composeDirective(name: "@lenient")'),
      sentence: `@${directive} is imported under another name`,
    },
    {
      what: `@${directive} used under the prefix of our specification`,
      edit: (sdl) =>
        used(
          sdl.replace(rules, (link) => link.replace(`"@${directive}", `, '')),
          directive,
          `rules__${directive}`,
        ).replace(`@composeDirective(name: "@${directive}")`, `@composeDirective(name: "@rules__${directive}")`),
      sentence: `@rules__${directive} is defined under a prefixed name`,
    },
  ]),
  {
    what: 'our specification under another prefix',
    edit: (sdl) => sdl.replace(rules, (link) => link.replace(', import:', ', as: "law", import:')),
    sentence: '@link of rules has another name',
  },
];

const cases = [...schemas.keys()].flatMap((source) =>
  renamings.map((renaming) => [source, renaming.what, renaming] as const),
);

describe('a rule under another name', () => {
  it.each(cases)('does not compose, and no holder starts with it: %s, %s', (source, _, { edit, sentence }) => {
    const before = schemas.get(source) ?? '';
    const sdl = edit(before);
    // A schema that does not use a directive has no application to rename, and is refused for the import all the same.
    expect(sdl).not.toBe(before);
    expect(() => harvestRules(parse(sdl))).toThrow(HarvestError);
    let refusal = 'composed';
    try {
      composeSupergraph(new Map([...schemas, [source, sdl]]));
    } catch (error) {
      if (!(error instanceof CompositionRefused)) throw error;
      refusal = error.message;
    }
    expect(refusal).toContain(`${source}: ${sentence}`);
  });
});
