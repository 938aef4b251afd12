import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { pageChanges, workerChanges, type Changes } from './library-changes.ts';

const monaco = fileURLToPath(new URL('./monaco.ts', import.meta.url));

/** Applies a table of `library-changes.ts`; a text that the pinned library no longer has stops the build. */
function changeLibraries(changes: Changes): Plugin {
  return {
    name: 'change-libraries',
    enforce: 'pre',
    transform(code, id) {
      const file = Object.keys(changes).find((name) => id.split('?')[0]!.endsWith(`/node_modules/${name}`));
      if (!file) return null;
      let text = code;
      for (const [from, to] of changes[file]!) {
        if (!text.includes(from)) this.error(`${file} no longer holds: ${from}`);
        text = text.replaceAll(from, to);
      }
      return { code: text, map: null };
    },
  };
}

/** Only the page's own Monaco, in place of the whole one. */
function smallMonaco(): Plugin {
  return {
    name: 'small-monaco',
    enforce: 'pre',
    resolveId(source, importer) {
      const whole =
        source === 'monaco-graphql/esm/monaco-editor.js' ||
        (source === './monaco-editor' && importer?.includes('/monaco-graphql/'));
      return whole ? monaco : null;
    },
  };
}

export default defineConfig({
  base: '/graphiql/',
  plugins: [smallMonaco(), changeLibraries(pageChanges)],
  worker: { plugins: () => [changeLibraries(workerChanges)] },
  build: {
    target: 'es2023',
    // The icon font is inlined, so that every built file is text; the policy of the page admits font-src data:.
    assetsInlineLimit: (file) => file.endsWith('.ttf'),
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      onLog: (level, log, log_) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : log_(level, log)),
    },
  },
});
