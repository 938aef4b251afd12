/** The database and role of an endpoint in a shared server. */
export function databaseName({ source, holder }: { readonly source: string; readonly holder: string }): string {
  return `${source}_${holder}`.toLowerCase().replaceAll('-', '_');
}
