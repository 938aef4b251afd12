/** What the demo cannot do, as one sentence for whoever sits before it. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
  readonly code = 'DEMO_FAILED';
}
