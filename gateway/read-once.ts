// What is read from a value that never changes is read once, and kept for as long as the value.

export function readOnce<From extends object, Found>(read: (from: From) => Found): (from: From) => Found {
  const known = new WeakMap<From, { readonly found: Found }>();
  return (from) => {
    let kept = known.get(from);
    if (kept === undefined) known.set(from, (kept = { found: read(from) }));
    return kept.found;
  };
}
