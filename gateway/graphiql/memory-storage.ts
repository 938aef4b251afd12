// The sizes of the panes at first: an answer is longer and wider than its variables and its query.
const kept = new Map([
  ['graphiql:editorFlex', '0.8'],
  ['graphiql:secondaryEditorFlex', '4'],
]);

/** What GraphiQL would keep in localStorage: queries name people, so nothing outlives the page. */
export const memoryStorage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
  clear: () => kept.clear(),
  get length() {
    return kept.size;
  },
};
