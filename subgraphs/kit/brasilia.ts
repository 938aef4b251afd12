// Validities and "yesterday" are counted in Brasília's day, wherever the process runs.

const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Sao_Paulo', dateStyle: 'short' });
const clock = new Intl.DateTimeFormat('pt-BR', { timeZone: 'America/Sao_Paulo', hour: '2-digit', minute: '2-digit' });

/** YYYY-MM-DD */
export function brasiliaDate(instant: Date): string {
  return day.format(instant);
}

/** HH:MM */
export function brasiliaTime(instant: Date): string {
  return clock.format(instant);
}
