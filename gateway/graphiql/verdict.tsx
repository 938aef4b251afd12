import type { Reading } from './answer.ts';
import { readAnswer } from './answer.ts';
import type { Answer } from './request.ts';

export type RunState = 'opening' | 'idle' | 'running' | 'done' | 'failed';

const OUTCOMES: Readonly<Record<string, string>> = {
  HIT: 'Encontrado',
  NO_HIT: 'Nada a mostrar',
  INCOMPLETE: 'Incompleta',
};

const SEVERITIES: Readonly<Record<string, string>> = { STOP: 'Pare', CAUTION: 'Cuidado', INFO: 'Aviso' };

/** The state of the last run, at the end of the bar. */
export function RunBadge(props: { state: RunState; answer: Answer | undefined }) {
  const { state, answer } = props;
  const words: Readonly<Record<RunState, string>> = {
    opening: 'Abrindo…',
    idle: 'Pronto',
    running: 'Consultando…',
    done: `Respondida em ${answer?.elapsedMs} ms`,
    failed: !answer ? 'Sem acesso' : answer.status === undefined ? 'Sem resposta' : `Recusada (HTTP ${answer.status})`,
  };
  return (
    <div className="run-state" data-testid="run-state" data-state={state} role="status">
      <span aria-hidden="true" className="dot" />
      {words[state]}
    </div>
  );
}

/**
 * What the last answer of this tab means, in words. The live regions stay in place, so that a reader hears them change; the room is
 * kept before there is an answer, so that nothing moves under the pointer when it comes.
 */
export function Verdict(props: {
  demo: boolean;
  state: RunState;
  answer: Answer | undefined;
  askedAs: string | undefined;
}) {
  const { state, answer } = props;
  const reading = answer && readAnswer(answer.body);
  return (
    <div className="verdict">
      <div aria-live="polite">
        {answer && reading && <Outcome answer={answer} reading={reading} askedAs={props.askedAs} />}
        {reading && reading.alerts.length > 0 && <Alerts alerts={reading.alerts} />}
      </div>
      {state === 'idle' && (
        <div className="hint">
          <p>
            Execute com ▶ ou Ctrl-Enter: aqui se lê o que a resposta significa, que alertas traz e que fontes não
            responderam.
          </p>
          {props.demo && <p>Cada aba conta um caso fictício; troque o perfil para ver o que cada um pode consultar.</p>}
        </div>
      )}
      <div aria-live="assertive">{reading && reading.silent.length > 0 && <SourcesStrip reading={reading} />}</div>
    </div>
  );
}

function Outcome(props: { answer: Answer; reading: Reading; askedAs: string | undefined }) {
  const { answer, reading } = props;
  const many = reading.outcomes.length > 1;
  return (
    <div className="outcome" data-testid="outcome">
      {reading.outcomes.map((outcome) => (
        <p key={outcome.field}>
          <span className="badge" data-kind={outcome.kind}>
            {OUTCOMES[outcome.kind] ?? outcome.kind}
          </span>
          {many && <code>{outcome.field}</code>} {outcome.sentence}
        </p>
      ))}
      {reading.outcomes.length === 0 && (
        <p>
          <span className="badge" data-kind={answer.failure || reading.errors.length > 0 ? 'ERROR' : 'NONE'}>
            {answer.failure || reading.errors.length > 0 ? 'Erro' : 'Respondida'}
          </span>
          {answer.failure ? `A consulta não foi respondida: ${answer.failure}` : reading.errors[0]}
        </p>
      )}
      <p className="outcome-notes">
        {[
          props.askedAs && `como ${props.askedAs}`,
          reading.maskedCount > 0 && `${count(reading.maskedCount, 'campo mascarado', 'campos mascarados')}`,
          reading.outcomes.length > 0 && reading.errors.length > 0 && count(reading.errors.length, 'erro', 'erros'),
          reading.notice,
          reading.traceId && `rastro ${reading.traceId}`,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </div>
  );
}

function Alerts({ alerts }: { alerts: Reading['alerts'] }) {
  return (
    <ul className="alerts" data-testid="alerts" aria-label="Alertas da resposta">
      {alerts.map((alert, index) => (
        <li key={index} title={alert.doNext}>
          <span className="badge" data-kind={alert.severity}>
            {SEVERITIES[alert.severity] ?? alert.severity}
          </span>
          {alert.text} {alert.holders.length > 0 && <small>{alert.holders.join(', ')}</small>}
        </li>
      ))}
    </ul>
  );
}

function SourcesStrip(props: { reading: Reading }) {
  const { silent } = props.reading;
  const endpoints = new Set(silent.map(({ source, holder }) => `${source}/${holder}`)).size;
  const severity = silent.some((source) => source.severity === 'red') ? 'red' : 'amber';
  return (
    <div className="strip" data-testid="sources-strip" data-severity={severity}>
      <strong>
        {severity === 'red' ? 'Resposta incompleta' : 'Resposta com ressalvas'}: {count(endpoints, 'fonte', 'fontes')}
      </strong>
      <ul>
        {silent.map((source, index) => (
          <li key={index} data-severity={source.severity}>
            <b>{source.holder || source.source}</b>
            {source.holder && source.source && ` (${source.source})`} <code>{source.status}</code> {source.meaning}
            {source.detail && <small> · {source.detail}</small>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function count(quantity: number, one: string, many: string): string {
  return `${quantity} ${quantity === 1 ? one : many}`;
}
