// The thread that looks at large documents: a text comes, what is wrong with it goes back. Started by document-check.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { buildSchema, parse } from 'graphql';
import { problemsOf, useKitScalars } from './document-check.ts';

if (parentPort !== null) {
  const schema = useKitScalars(buildSchema(workerData as string, { assumeValid: true, assumeValidSDL: true }));
  const port = parentPort;
  port.postMessage(null);
  port.on('message', (text: string) => port.postMessage(problemsOf(schema, parse(text))));
}
