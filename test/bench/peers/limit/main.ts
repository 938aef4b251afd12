// What is left when there is no gateway: the same calls, the same joining, the same JSON, written by hand for three questions. A gateway in
// this runtime that read its bodies and wrote its answers could hardly be cheaper.  node main.ts NAME=URL,NAME=URL… PORT
import { createServer } from 'node:http';
import { buffered, callerOf } from './calls.ts';
import { questions } from './questions.ts';

const [, , urls = '', port = '0'] = process.argv;
const call = callerOf(new Map(urls.split(',').map((entry) => entry.split('=') as [string, string])));

const server = createServer((request, response) => {
  buffered(request, (body) => void answer(body));

  async function answer(body: string): Promise<void> {
    try {
      const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
      const question = questions.get(query);
      const text = JSON.stringify(question ? { data: await question(variables, call) } : { data: null });
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
      response.end(text);
    } catch {
      response.writeHead(500, { 'content-length': 0 });
      response.end();
    }
  }
});
server.keepAliveTimeout = 75_000;
server.listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
