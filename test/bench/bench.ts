// npm run bench [-- WHAT [options]]: one measure a file, beside this one; without a word, investigations.
const measures = ['investigations', 'engines', 'authorization', 'hostile', 'secrecy', 'plans', 'reloads'];

const [word] = process.argv.slice(2);
const isOption = word === undefined || word.startsWith('--');
const measure = isOption ? 'investigations' : word;
if (!measures.includes(measure)) {
  process.stderr.write(`npm run bench -- ${measures.join(' | ')}\n`);
  process.exit(2);
}
// The measures read their own options, as if each had been called by itself.
if (!isOption) process.argv.splice(2, 1);
await import(new URL(`${measure}.ts`, import.meta.url).href);
