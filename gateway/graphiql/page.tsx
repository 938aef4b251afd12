import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { GraphiQL } from 'graphiql';
import { Bar, reasonWith } from './bar.tsx';
import { Bridge, type EditorState } from './bridge.tsx';
import { memoryStorage } from './memory-storage.ts';
import {
  createFetcher,
  requestToken,
  type Access,
  type Answer,
  type Config,
  type ConfigTab,
  type Reason,
} from './request.ts';
import { RunBadge, Verdict, type RunState } from './verdict.tsx';

/** What a tab asks with. The tabs without a profile of their own share one. */
interface TabContext {
  readonly reason: Reason;
  readonly profile?: string;
}

const NO_REASON: Reason = { purpose: '', case: '', justification: '' };
const NO_PLUGINS: never[] = [];

export function ExplorerPage({ config }: { config: Config }) {
  const [access, setAccess] = useState<Access>();
  const [sharedProfile, setSharedProfile] = useState(config.profiles[0]?.id);
  const [problem, setProblem] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  const [editor, setEditor] = useState<EditorState>();
  const [tab, setTab] = useState(tabId(0));
  const [contexts, setContexts] = useState(
    () => new Map(config.tabs.map((given, index) => [tabId(index), contextOf(given)])),
  );
  const [answers, setAnswers] = useState<ReadonlyMap<string, Answer>>(new Map());

  const context = contexts.get(tab) ?? { reason: NO_REASON };
  const wanted = config.demo ? (context.profile ?? sharedProfile) : undefined;
  const label = (id: string | undefined) => config.profiles.find((profile) => profile.id === id)?.label;
  const change = (changed: TabContext) => setContexts((all) => new Map(all).set(tab, changed));

  // A picked profile becomes an access as soon as its token is there; until then nothing can be run.
  useEffect(() => {
    if (wanted === undefined || wanted === access?.profile) return;
    let current = true;
    setProblem(undefined);
    requestToken(wanted).then(
      (token) => current && setAccess({ profile: wanted, token }),
      (error: { message: string }) => current && setProblem(error.message),
    );
    return () => void (current = false);
  }, [wanted, access?.profile, attempt]);

  const asked = useRef({ tab, reason: context.reason });
  useEffect(() => void (asked.current = { tab, reason: context.reason }));

  // A new tab is asked for the same reason as the one that was open.
  const follow = useCallback((next: EditorState) => {
    const left = asked.current;
    setEditor(next);
    setTab(next.tab);
    setContexts((all) => (all.has(next.tab) ? all : new Map(all).set(next.tab, { reason: left.reason })));
  }, []);

  const graphiql = useMemo(() => {
    if (!access) return undefined;
    const onAnswer = (answer: Answer) => setAnswers((all) => new Map(all).set(answer.tab, answer));
    const tabs = config.tabs.map(({ title, query, variables }, index) => ({
      id: tabId(index),
      fixedTitle: title,
      query,
      variables,
    }));
    return (
      <GraphiQL
        fetcher={createFetcher({ access, asked: () => asked.current, onAnswer })}
        defaultTabs={tabs.length > 0 ? tabs : undefined}
        initialVariables={tabs[0]?.variables}
        defaultQuery="# Escreva a consulta aqui; Ctrl-Espaço sugere os campos.\n"
        storage={memoryStorage}
        plugins={NO_PLUGINS}
        isHeadersEditorEnabled={false}
        shouldPersistHeaders={false}
        showPersistHeadersSettings={false}
        defaultEditorToolsVisibility="variables"
        inputValueDeprecation
        schemaDescription
      >
        <GraphiQL.Logo>
          <span />
        </GraphiQL.Logo>
        <Bridge onState={follow} />
      </GraphiQL>
    );
  }, [access, config, follow]);

  const opening = wanted !== access?.profile || editor?.schemaReady !== true;
  const failure = problem ?? (access && wanted === access.profile ? editor?.schemaProblem : undefined);
  const answer = editor?.running ? undefined : answers.get(tab);
  const run: RunState = opening
    ? failure === undefined
      ? 'opening'
      : 'failed'
    : editor.running
      ? 'running'
      : !answer
        ? 'idle'
        : answer.failure === undefined && (answer.status ?? 0) < 400
          ? 'done'
          : 'failed';

  const pick = (profile: string) => {
    // The answer on show was given to somebody else.
    editor?.clearResponse();
    setAnswers((all) => new Map([...all].filter(([key]) => key !== tab)));
    setProblem(undefined);
    const reason = reasonFor(profile, config, context.reason);
    if (context.profile === undefined) setSharedProfile(profile);
    change(context.profile === undefined ? { reason } : { reason, profile });
  };

  return (
    <>
      <Bar
        config={config}
        profile={wanted}
        reason={context.reason}
        onProfile={pick}
        onToken={(token) => setAccess({ token })}
        onReason={(reason) => change({ ...context, reason })}
      >
        <RunBadge state={run} answer={answer} />
      </Bar>
      <Verdict demo={config.demo} state={run} answer={answer} askedAs={label(answer?.profile)} />
      <main className="workbench">
        <div className="editor" inert={opening} data-first={editor?.schemaSeen !== true}>
          {graphiql}
        </div>
        {opening && (
          <div className="cover" data-first={editor?.schemaSeen !== true}>
            <Cover
              failure={failure}
              waitingForToken={!config.demo && !access}
              profile={label(wanted)}
              onRetry={() => (problem ? setAttempt(attempt + 1) : setAccess((current) => current && { ...current }))}
              onBack={
                access?.profile !== undefined && access.profile !== wanted ? () => pick(access.profile!) : undefined
              }
            />
          </div>
        )}
      </main>
    </>
  );
}

function Cover(props: {
  failure: string | undefined;
  waitingForToken: boolean;
  profile: string | undefined;
  onRetry: () => void;
  onBack: (() => void) | undefined;
}) {
  if (props.waitingForToken) {
    return (
      <p className="cover-text">Cole um token de acesso para abrir o esquema. Ele fica só na memória desta página.</p>
    );
  }
  if (props.failure === undefined) {
    return (
      <p className="cover-text" role="status">
        {props.profile ? `Abrindo como ${props.profile}…` : 'Lendo o esquema…'}
      </p>
    );
  }
  return (
    <div className="cover-text" role="alert" data-testid="cover-failure">
      <p>O esquema não pôde ser aberto: {props.failure}</p>
      <button type="button" onClick={props.onRetry}>
        Tentar de novo
      </button>{' '}
      {props.onBack && (
        <button type="button" onClick={props.onBack}>
          Voltar ao perfil anterior
        </button>
      )}
    </div>
  );
}

/** The reason as a profile may state it: where it may not state this purpose, its own first one, with the example of a case. */
function reasonFor(profile: string, config: Config, reason: Reason): Reason {
  const allowed = config.profiles.find(({ id }) => id === profile)?.purposes;
  if (!allowed || reason.purpose === '' || allowed.includes(reason.purpose)) return reason;
  const next = reasonWith(allowed[0] ?? '', config, { ...reason, case: '' });
  const purpose = config.purposes.find(({ id }) => id === next.purpose);
  return purpose?.needsCase ? { ...next, case: purpose.caseHint ?? '' } : next;
}

function tabId(index: number): string {
  return `given-${index}`;
}

function contextOf({ headers, profile }: ConfigTab): TabContext {
  return { reason: { ...NO_REASON, ...headers }, profile };
}
