import { useEffect, useRef } from 'react';
import { pick, useGraphiQL, useGraphiQLActions, useMonaco } from '@graphiql/react';

/** What the page needs to know of the editor. */
export interface EditorState {
  readonly tab: string;
  readonly running: boolean;
  readonly schemaReady: boolean;
  /** A schema was there once: the editor may be seen while another is read. */
  readonly schemaSeen: boolean;
  readonly schemaProblem?: string;
  readonly clearResponse: () => void;
}

/** Sits inside GraphiQL and tells the page of its tab, its schema and its runs. */
export function Bridge({ onState }: { onState: (state: EditorState) => void }) {
  const { stop, updateActiveTabValues } = useGraphiQLActions();
  const { tabs, activeTabIndex, isFetching, schema, fetchError, queryEditor, variableEditor, responseEditor } =
    useGraphiQL(
      pick(
        'tabs',
        'activeTabIndex',
        'isFetching',
        'schema',
        'fetchError',
        'queryEditor',
        'variableEditor',
        'responseEditor',
      ),
    );
  const monacoReady = useMonaco((state) => Boolean(state.monaco));
  const seen = useRef(false);
  const tab = tabs[activeTabIndex]?.id ?? '';
  const schemaReady = Boolean(schema) && monacoReady && Boolean(queryEditor);

  useEffect(() => {
    seen.current ||= schemaReady;
    onState({
      tab,
      running: isFetching,
      schemaReady,
      schemaSeen: seen.current,
      schemaProblem: fetchError ? firstMessage(fetchError) : undefined,
      clearResponse: () => {
        stop();
        responseEditor?.setValue('');
        updateActiveTabValues({ response: null });
      },
    });
  }, [tab, isFetching, schemaReady, fetchError, responseEditor, onState, stop, updateActiveTabValues]);

  // The row of tabs scrolls without a bar: the active one is brought into sight.
  useEffect(() => {
    document
      .getElementById(`graphiql-session-tab-${activeTabIndex}`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [activeTabIndex, tab]);

  useEffect(() => {
    queryEditor?.updateOptions({ ariaLabel: 'Consulta GraphQL. Ctrl-M alterna o uso da tecla Tab.' });
    variableEditor?.updateOptions({ ariaLabel: 'Variáveis da consulta, em JSON' });
    responseEditor?.updateOptions({ ariaLabel: 'Resposta, em JSON' });
  }, [queryEditor, variableEditor, responseEditor]);

  return null;
}

/** GraphiQL keeps the refusal of an introspection as the text of a GraphQL answer. */
function firstMessage(fetchError: string): string {
  try {
    return JSON.parse(fetchError).errors[0].message;
  } catch {
    return 'a resposta não traz um esquema.';
  }
}
