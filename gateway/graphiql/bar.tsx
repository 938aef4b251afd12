import { useId, useState, type ReactNode } from 'react';
import type { Config, Reason } from './request.ts';

/** The bar above the editor: who asks and why. */
export function Bar(props: {
  config: Config;
  profile: string | undefined;
  reason: Reason;
  onProfile: (profile: string) => void;
  onToken: (token: string) => void;
  onReason: (reason: Reason) => void;
  children: ReactNode;
}) {
  const { config, reason } = props;
  const purpose = config.purposes.find(({ id }) => id === reason.purpose);
  const needsCase = purpose?.needsCase === true;
  const allowed = config.profiles.find(({ id }) => id === props.profile)?.purposes;
  const offered = config.purposes.filter(({ id }) => !allowed || allowed.includes(id) || id === reason.purpose);
  return (
    <header className="bar">
      <div className="brand">
        <strong>Rede INFOSEG</strong>
        <span>{config.demo ? 'demonstração · dados fictícios' : 'GraphiQL'}</span>
      </div>
      <form className="bar-fields" aria-label="Quem consulta e por quê" onSubmit={(event) => event.preventDefault()}>
        {config.demo ? (
          <Field label="Perfil">
            {(id) => (
              <select
                id={id}
                data-testid="profile-picker"
                value={props.profile}
                onChange={(event) => props.onProfile(event.target.value)}
              >
                {config.profiles.map((profile) => (
                  <option key={profile.id} value={profile.id}>
                    {profile.label}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ) : (
          <TokenField onToken={props.onToken} />
        )}
        <Field label="Finalidade">
          {(id) => (
            <select
              id={id}
              data-testid="purpose"
              value={reason.purpose}
              onChange={(event) => props.onReason(reasonWith(event.target.value, config, reason))}
            >
              <option value="">— nenhuma —</option>
              {offered.map((option) => (
                <option key={option.id} value={option.id}>
                  {option.label}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={needsCase ? 'Caso (obrigatório)' : 'Caso'}>
          {(id) => (
            <input
              id={id}
              data-testid="case"
              autoComplete="off"
              spellCheck={false}
              maxLength={100}
              placeholder={purpose?.caseHint ?? (needsCase ? '' : 'não é preciso')}
              aria-required={needsCase}
              aria-invalid={needsCase && reason.case === ''}
              value={reason.case}
              onChange={(event) => props.onReason({ ...reason, case: event.target.value.trimStart() })}
            />
          )}
        </Field>
        <Field label="Justificativa" wide>
          {(id) => (
            <input
              id={id}
              data-testid="justification"
              autoComplete="off"
              maxLength={500}
              placeholder="por que esta consulta é feita"
              value={reason.justification}
              onChange={(event) => props.onReason({ ...reason, justification: event.target.value })}
            />
          )}
        </Field>
      </form>
      {props.children}
    </header>
  );
}

/** The reason with another purpose. A case goes with the purpose that it was given for: the network refuses one where none belongs. */
export function reasonWith(purpose: string, config: Config, reason: Reason): Reason {
  const takesCase = config.purposes.find(({ id }) => id === purpose)?.needsCase === true;
  return { ...reason, purpose, case: takesCase ? reason.case : '' };
}

function Field(props: { label: string; wide?: boolean; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className={props.wide ? 'field wide' : 'field'}>
      <label htmlFor={id}>{props.label}</label>
      {props.children(id)}
    </div>
  );
}

/** Not a password field: the browser would offer to keep it. The style hides the characters. */
function TokenField(props: { onToken: (token: string) => void }) {
  const [token, setToken] = useState('');
  const use = () => {
    const pasted = token.trim().replace(/^Bearer\s+/i, '');
    if (pasted) props.onToken(pasted);
  };
  return (
    <Field label="Token de acesso">
      {(id) => (
        <span className="token">
          <input
            id={id}
            data-testid="token"
            autoComplete="off"
            spellCheck={false}
            placeholder="cole aqui"
            value={token}
            onChange={(event) => setToken(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && use()}
          />
          <button type="button" data-testid="use-token" onClick={use}>
            Usar
          </button>
        </span>
      )}
    </Field>
  );
}
