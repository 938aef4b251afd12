// GraphiQL's tabs: the stored operations with identifiers of the loaded nation.
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExplorerTab } from '../gateway/explorer.ts';
import { operationsFolder, readOperations, variablesFrom } from '../gateway/operations.ts';
import type { Story } from './nation/story.ts';

/** Writes them for the gateway to read; returns the file's path. */
export function writeTabs(dataDir: string, story: Story): string {
  const path = join(dataDir, 'tabs.json');
  const shown = readOperations(operationsFolder).filter(({ tab }) => tab !== undefined);
  const tabs = shown.map((operation): ExplorerTab => {
    const { title, text, profile, purpose, case: caseNumber, justification } = operation;
    return {
      title,
      query: text,
      variables: JSON.stringify(variablesFrom(operation, story), null, 2),
      headers: {
        ...(purpose && { purpose }),
        ...(caseNumber && { case: caseNumber }),
        ...(justification && { justification }),
      },
      profile,
    };
  });
  writeFileSync(`${path}.new`, JSON.stringify(tabs));
  renameSync(`${path}.new`, path);
  return path;
}
